using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VggSweep.Coordinator;
using VggSweep.EndToEnd.Tests.Harness;
using VggSweep.ServiceDefaults;

namespace VggSweep.EndToEnd.Tests.Access;

/// <summary>Random settings and files, each case a function of its seed: a program starts with them or says one sentence.</summary>
public sealed class RandomSettings
{
    private const int Cases = 120;

    private static readonly string[] Keys =
    [
        "VggSweep:LeaseTtl", "VggSweep:ScrapeInterval", "VggSweep:OrleansDashboard", "VggSweep:Files",
        "VggSweep:ApiKeyHashes", "VggSweep:ApiKeyHashes:0",
        "VggSweep:ApiKeyFile", "VggSweep:AllowedHosts:0", "VggSweep", "urls", "Kestrel:Endpoints:A:Url",
        "Kestrel:Endpoints:A", "Kestrel:Endpoints:A:Protocols",
        "Kestrel:Endpoints:A:ClientCertificateMode", "Kestrel:EndpointDefaults:Protocols",
        "Kestrel:Certificates:Default:Path", "Kestrel:Certificates:Default:Subject",
        "Logging:LogLevel:Default", "Logging:LogLevel:Orleans", "Logging:Console:LogLevel:Default",
        "Logging:Console:FormatterName", "Logging:Console:MaxQueueLength",
        "Logging:Console:QueueFullMode", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_PROTOCOL",
        "OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_TIMEOUT",
        "OTEL_TRACES_SAMPLER_ARG", "OTEL_BSP_SCHEDULE_DELAY", "OTEL_METRIC_EXPORT_INTERVAL", "OTEL_RESOURCE_ATTRIBUTES",
        "OTEL_SERVICE_NAME", "OTEL_SDK_DISABLED",
        "AllowedHosts", "shutdownTimeoutSeconds", "environment", "contentRoot", "webroot", "preferHostingUrls",
        "captureStartupErrors", "detailedErrors",
        "hostBuilder:reloadConfigOnChange", "preventHostingStartup", "forwardedheaders_enabled", "Resilience",
        "Services:coordinator:http:0",
    ];

    private static readonly string[] Values =
    [
        "", " ", "0", "-1", "1", "30", "30s", "00:00:30", "1e9", "99999999999999999999", "NaN", "yes", "true", "null",
        "abc", "a b", "ä", "\u200b", "'", "\"", "{", "${HOME}",
        "localhost:5080", "http://", "http://127.0.0.1:0", "http://127.0.0.1:99999", "http://[::1",
        "https://127.0.0.1:0", "http://unix:/nowhere/x.sock", "/", "/nowhere", "/proc/self/mem",
        "*", "Http1", "Http3", "Loud", "=", "a=b", "a=b,,c", "\t\r\n", "..", "Development",
    ];

    [Fact]
    public async Task A_program_starts_or_says_one_sentence()
    {
        using var folder = new TemporaryFolder();
        for (var seed = 1; seed <= Cases; seed++)
        {
            var random = new Random(seed);
            var settings = Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"--{Pick(random, Keys)}={Pick(random, Values)}").ToArray();
            folder.Write("appsettings.json", FileOf(random));
            var ended = await Record.ExceptionAsync(() => StartAsync(settings, folder));
            Assert.True(
                ended is null || (
                    ended is ConfigurationProblemException { ExitCode: 2 } && !ended.Message.Contains('\n', StringComparison.Ordinal)),
                $"Seed {seed}, {string.Join(' ', settings)}, "
                + $"{await File.ReadAllTextAsync(Path.Combine(folder.Path, "appsettings.json"))}: {ended}");
            Assert.False(Directory.Exists(folder.Home));
        }
    }

    /// <summary>All of a coordinator but its silo, which takes a second to start.</summary>
    private static async Task StartAsync(string[] settings, TemporaryFolder folder)
    {
        var builder = ProgramStart.CreateBuilder(["--urls=http://127.0.0.1:0", .. settings], folder.Path);
        await using var app = ProgramStart.Guard(builder.Configuration, () =>
        {
            builder.AddProgramLogging();
            builder.AddCoordinator();
            builder.Logging.ClearProviders();
            var built = builder.Build();
            built.MapDefaultEndpoints();
            return built;
        });
        await app.StartGuardedAsync();
        await app.StopAsync();
    }

    /// <summary>A file of some keys, whole or with one character changed.</summary>
    private static string FileOf(Random random)
    {
        var text = new StringBuilder("{").AppendJoin(
            ',',
            Enumerable.Range(0, random.Next(3)).Select(index => $"\"{Pick(random, Keys)}\": {JsonOf(random)}").Distinct()).Append('}');
        if (random.Next(4) == 0)
        {
            text[random.Next(text.Length)] = (char)random.Next(32, 127);
        }

        return text.ToString();
    }

    private static string JsonOf(Random random) => random.Next(5) switch
    {
        0 => "null",
        1 => "[1, \"a\"]",
        2 => "{ \"Url\": \"http://127.0.0.1:0\", \"Default\": 7 }",
        3 => "12.5",
        _ => System.Text.Json.JsonSerializer.Serialize(Pick(random, Values)),
    };

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}
