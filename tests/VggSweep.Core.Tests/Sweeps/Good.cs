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

    /// <summary>The sweep files of the repository.</summary>
    public static IEnumerable<string> Files() => Directory.EnumerateFiles(Folder(), "*.yaml").Order();

    /// <summary>A file of the repository's folder sweeps.</summary>
    public static SweepSpec File(string name) => Spec(System.IO.File.ReadAllText(Path.Combine(Folder(), name)));

    public static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../../sweeps");
}
