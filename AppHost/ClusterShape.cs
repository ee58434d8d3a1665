using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace VggSweep.AppHost;

/// <summary>The parameters that decide how many resources there are and what runs in them: known when the model is made.</summary>
/// <param name="Coordinators">Replicas of the coordinator. Default: 1.</param>
/// <param name="Workers">Worker programs. Default: 2.</param>
/// <param name="Slots">Trials at once in each worker. Default: 1.</param>
/// <param name="HasGpus">Whether each worker has a GPU of its own, by its number. Default: false, all train on the CPU.</param>
/// <param name="HasDeviceMetrics">Whether NVIDIA's dcgm-exporter runs and Prometheus reads it. Default: false.</param>
/// <param name="ApiPort">Where the API listens. Default: 5080.</param>
internal sealed record ClusterShape(int Coordinators, int Workers, string Slots, bool HasGpus, bool HasDeviceMetrics, int ApiPort)
{
    public IEnumerable<string> WorkerNames => Enumerable.Range(1, Workers).Select(number => $"worker-{number}");

    /// <exception cref="LaunchProblemException">A parameter is no such number or device.</exception>
    public static ClusterShape Read(IConfiguration configuration) => new(
        Number(configuration, "coordinators"), Number(configuration, "workers"), $"{Number(configuration, "slots")}",
        IsSecond(configuration, "device", "cpu", "gpu"), IsSecond(configuration, "device-metrics", "none", "dcgm"),
        Number(configuration, "api-port"));

    /// <exception cref="LaunchProblemException">It is set nowhere.</exception>
    public static string Text(IConfiguration configuration, string parameter) =>
        configuration[$"Parameters:{parameter}"] is { Length: > 0 } text
        ? text
        : throw new LaunchProblemException(
            $"Parameters:{parameter} is not set; AppHost/appsettings.json has its default.",
            LaunchProblemException.Usage);

    private static bool IsSecond(IConfiguration configuration, string parameter, string first, string second) =>
        Text(configuration, parameter) is var text && text == second ? true
        : text == first ? false
        : throw new LaunchProblemException($"Parameters:{parameter} is '{text}'; give {first} or {second}.", LaunchProblemException.Usage);

    private static int Number(IConfiguration configuration, string parameter) =>
        int.TryParse(Text(configuration, parameter), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1
            ? number
            : throw new LaunchProblemException(
                $"Parameters:{parameter} is '{Text(configuration, parameter)}'; give a whole number from 1.",
                LaunchProblemException.Usage);
}
