using System.Globalization;
using System.Text.RegularExpressions;

namespace VggSweep.Core.Training;

/// <summary>
/// Names of the files that a sweep leaves in a home or in the workers' shared folder: <c>sweeps/SWEEP/TRIAL/FILE</c> and
/// <c>sweeps/SWEEP/report/report.html</c>. Files with any other name belong to someone else.
/// </summary>
public static partial class SweepLayout
{
    public const string Sweeps = "sweeps";
    public const string Report = "report";
    public const string ReportPage = "report.html";

    /// <summary>Checkpoints kept of a running or paused trial: a damaged newest one falls back to the one before.</summary>
    public const int KeptCheckpoints = 2;

    /// <summary>Ends the name of a file while the trainer writes it.</summary>
    public const string Unfinished = ".tmp";

    /// <summary>Ends the name of a file while a worker copies it to the shared folder.</summary>
    public const string Copying = ".part";

    public static string FolderOf(string sweep, int trial) => Path.Combine(Sweeps, sweep, trial.ToString(CultureInfo.InvariantCulture));

    public static string Checkpoint(int epoch, int step, long fence) =>
        string.Create(CultureInfo.InvariantCulture, $"epoch-{epoch:0000}-step-{step:00000}-fence-{fence}.safetensors");

    public static string Weights(long fence) => string.Create(CultureInfo.InvariantCulture, $"weights-fence-{fence}.safetensors");

    /// <summary>The log of one attempt; a trial's log is all of them, ordered by fence.</summary>
    public static string Log(long fence) => string.Create(CultureInfo.InvariantCulture, $"log-{fence}.txt");

    /// <returns>Null unless <paramref name="name"/> is one that <see cref="Log"/> gives.</returns>
    public static long? FenceOfLog(string name) =>
        LogName().Match(name) is { Success: true } match && long.TryParse(
            match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var fence) ? fence : null;

    /// <summary>Whether a folder's name is one that the store gives to a sweep.</summary>
    public static bool IsSweep(string name) => SweepName().IsMatch(name);

    /// <summary>Whether a folder's name is a trial's number.</summary>
    public static bool IsTrial(string name) => TrialName().IsMatch(name);

    /// <summary>Whether a file's name is that of a checkpoint or of weights, whole or unfinished.</summary>
    public static bool IsTensors(string name) => TensorsName().IsMatch(name);

    /// <summary>Whether a file's name is one that a trial's attempts write.</summary>
    public static bool IsOfTrial(string name) => IsTensors(name) || FenceOfLog(name) is not null;

    /// <summary>Whether a path, relative to the folder that holds <c>sweeps</c>, is that of a file which this program writes.</summary>
    public static bool Contains(string path) => path.Split(Path.DirectorySeparatorChar) switch
    {
        [Sweeps, var sweep, Report, ReportPage] => IsSweep(sweep),
        [Sweeps, var sweep, var trial, var file] => IsSweep(sweep) && IsTrial(trial) && IsOfTrial(file),
        _ => false,
    };

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9.-]*[a-z0-9])?-[1-9][0-9]{0,9}\z")]
    private static partial Regex SweepName();

    [GeneratedRegex(@"\A[1-9][0-9]{0,9}\z")]
    private static partial Regex TrialName();

    [GeneratedRegex(@"\A(epoch-[0-9]{4,10}-step-[0-9]{5,10}|weights)-fence-[1-9][0-9]{0,18}\.safetensors(\.tmp|\.part)?\z")]
    private static partial Regex TensorsName();

    [GeneratedRegex(@"\Alog-([1-9][0-9]{0,18})\.txt\z")]
    private static partial Regex LogName();
}
