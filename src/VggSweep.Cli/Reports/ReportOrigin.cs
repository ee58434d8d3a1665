using System.Reflection;
using System.Runtime.InteropServices;
using VggSweep.Cli.Results;
using VggSweep.Core;
using VggSweep.Core.Training;
using VggSweep.Core.Trials;
using VggSweep.Results;

namespace VggSweep.Cli.Reports;

/// <summary>What somebody needs who wants to repeat a sweep.</summary>
internal static class ReportOrigin
{
    public static IReadOnlyList<string> Of(SweepResults results) =>
    [
        $"VggSweep {Version()}, {RuntimeInformation.FrameworkDescription}",
        $"Report generated on {RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}, "
        + $"{Words.Count(Environment.ProcessorCount, "core")}",
        .. results.HasMore ? [ResultTables.PartOf(results)] : Array.Empty<string>(),
        .. results.Trials.Where(trial => trial.Numerics is not null).CountBy(trial => trial.Numerics!).Select(group =>
            $"{Words.Count(group.Value, "trial")} trained on {group.Key.Device} ({group.Key.InstructionSet}) with "
            + $"libtorch {group.Key.Libtorch}, "
            + $"{Words.Count(group.Key.Threads, "thread")} each, {Arithmetic(group.Key)}"),
    ];

    private static string Version() =>
        Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    private static string Arithmetic(Numerics numerics)
    {
        var path = ArithmeticPath.Parse(numerics.Path);
        var products = path.InBf16 || path.InTf32 ? path.Text : string.Join(", ", new[] { "fp32", path.Text }.OfType<string>());
        return $"{products}, arithmetic '{numerics.Precision}'";
    }
}
