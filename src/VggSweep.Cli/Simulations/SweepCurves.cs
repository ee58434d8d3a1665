using VggSweep.Cli.Results;
using VggSweep.Cli.Sources;
using VggSweep.Core.Api;
using VggSweep.Core.Simulation;

namespace VggSweep.Cli.Simulations;

/// <summary>Learning curves of a sweep or a file.</summary>
internal static class SweepCurves
{
    /// <param name="source">Where the sweep is looked for when there is no such file.</param>
    /// <param name="name">A file of <c>export --format curves</c>, or a sweep's id.</param>
    /// <exception cref="CommandFailure">There is neither, or no complete curve in it.</exception>
    public static async Task<RecordedCurves> OpenAsync(Func<SweepSource> source, string name)
    {
        var trials = File.Exists(name) ? await ReadAsync(name) : await ReadAsync(source, name);
        return trials.Any(trial => trial.IsComplete)
            ? new RecordedCurves(trials)
            : throw new CommandFailure(
                ExitCode.NoInput, $"{name} has no trial with all its epochs, and so no curve to simulate by.");
    }

    /// <summary>The trials that have recorded epochs.</summary>
    public static IReadOnlyList<RecordedTrial> Of(IReadOnlyList<TrialResult> trials, IReadOnlyList<TrialEpochs> epochs)
    {
        var ofTrial = epochs.ToDictionary(trial => trial.Trial, trial => trial.Epochs);
        return
        [
            .. trials.Where(trial => ofTrial.ContainsKey(trial.Trial)).Select(trial =>
                new RecordedTrial(trial.Parameters, trial.Training, trial.Params, trial.Macs, ofTrial[trial.Trial])),
        ];
    }

    private static async Task<IReadOnlyList<RecordedTrial>> ReadAsync(Func<SweepSource> open, string sweep)
    {
        await using var source = open();
        return Of((await ResultsReader.ReadAllAsync(source, sweep)).Trials, await source.AllEpochsAsync(sweep));
    }

    private static async Task<IReadOnlyList<RecordedTrial>> ReadAsync(string file)
    {
        try
        {
            return CurveFile.Read(await File.ReadAllTextAsync(file));
        }
        catch (FormatException exception)
        {
            throw new CommandFailure(
                ExitCode.NoInput, $"{file}: {exception.Message} Give a file that `vggsweep export --format curves` wrote.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.NoInput, $"{file}: cannot be read: {exception.Message}");
        }
    }
}
