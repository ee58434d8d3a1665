using System.Runtime.CompilerServices;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.Core.Tests.Sweeps;

/// <summary>Sweep files that must be without a mistake.</summary>
internal static class Good
{
    public static SweepSpec Spec(string yaml)
    {
        var reading = SweepSpecReader.Read(yaml);
        Assert.Empty(reading.Errors.Select(error => error.Format("good.yaml")));
        return reading.Spec!;
    }

    /// <summary>A file of the repository's folder sweeps.</summary>
    public static SweepSpec File(string name, [CallerFilePath] string here = "") =>
        Spec(System.IO.File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "../../../sweeps", name)));
}
