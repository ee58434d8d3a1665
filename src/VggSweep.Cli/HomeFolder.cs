using VggSweep.Core.Training;
using VggSweep.Store;

namespace VggSweep.Cli;

/// <summary>Where a home keeps what.</summary>
internal sealed record HomeFolder(string Root)
{
    /// <summary>A folder <c>sweep/trial</c> for each trial's checkpoints, and <c>sweep/report</c>.</summary>
    public string Sweeps => Path.Combine(Root, SweepLayout.Sweeps);

    /// <summary>An empty file is what a crash may leave of it: as good as none.</summary>
    public bool HasDatabase => HomeFiles.Length(Root, SweepStore.DatabaseName) > 0;

    public bool HasSweeps => HomeFiles.Length(Root, SweepLayout.Sweeps) is not null && Directory.EnumerateDirectories(Sweeps).Any();

    public string LogFile => Path.Combine(Root, "logs", "vggsweep.log");

    public string SweepFolder(string sweep) => Path.Combine(Sweeps, sweep);

    public string ReportFolder(string sweep) => Path.Combine(SweepFolder(sweep), SweepLayout.Report);

    /// <summary>What a command line needs to name this home; empty for the default one.</summary>
    public string Argument => Root == Path.GetFullPath(".vggsweep") ? "" : $" --home {Quoted(Root)}";

    /// <summary>For a shell.</summary>
    private static string Quoted(string path) => path.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '.' or '-' or '_')
        ? path
        : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    public static HomeFolder At(string path) => new(Path.GetFullPath(path));
}
