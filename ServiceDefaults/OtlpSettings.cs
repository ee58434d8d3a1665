using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace VggSweep.ServiceDefaults;

/// <summary>OpenTelemetry's own variables, checked: its SDK ignores what it cannot read, and then nothing is exported.</summary>
internal static class OtlpSettings
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Timeout = "OTEL_EXPORTER_OTLP_TIMEOUT";
    private const string SamplerArgument = "OTEL_TRACES_SAMPLER_ARG";

    private static readonly string[] Endpoints =
        [Endpoint, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT"];

    private static readonly string[] Protocols = ["grpc", "http/protobuf"];

    /// <returns>Whether logs, metrics and traces are sent anywhere.</returns>
    /// <exception cref="ConfigurationProblemException">An endpoint or the protocol has the wrong form.</exception>
    public static bool IsExported(IConfiguration configuration)
    {
        foreach (var key in Endpoints.Where(key => configuration[key] is { Length: > 0 } text && !IsUrl(text)))
        {
            throw new ConfigurationProblemException(
                $"{key} is '{configuration[key]}'; give a URL with its scheme, such as http://localhost:4317.");
        }

        const string ProtocolKey = "OTEL_EXPORTER_OTLP_PROTOCOL";
        return configuration[ProtocolKey] is not { Length: > 0 } protocol || Protocols.Contains(protocol)
            ? configuration[Endpoint] is { Length: > 0 }
            : throw new ConfigurationProblemException($"{ProtocolKey} is '{protocol}'; give one of {string.Join(", ", Protocols)}.");
    }

    /// <summary>
    /// Two seconds for each export unless a person says otherwise: a program that ends exports once more, and with
    /// OpenTelemetry's ten a collector that accepts and does not answer held it for 16 s.
    /// </summary>
    public static void LimitTimeout(IConfiguration configuration) => configuration[Timeout] ??= "2000";

    /// <returns>0 to 1.</returns>
    /// <exception cref="ConfigurationProblemException">It is another number, or none.</exception>
    public static double ShareOfTraces(IConfiguration configuration)
    {
        if (configuration[SamplerArgument] is not { Length: > 0 } text)
        {
            return 1;
        }

        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share <= 1
            ? share
            : throw new ConfigurationProblemException($"{SamplerArgument} is '{text}'; give a number from 0 to 1.");
    }

    private static bool IsUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Host.Length > 0;
}
