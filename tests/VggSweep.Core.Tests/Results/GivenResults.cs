using VggSweep.Core.Api;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Sweeps.Reading;
using VggSweep.Core.Trials;
using VggSweep.Results;

namespace VggSweep.Core.Tests.Results;

/// <summary>Sweeps whose results the test decides.</summary>
internal static class GivenResults
{
    /// <param name="parameters">As in a sweep file.</param>
    /// <param name="accuracy">Of validation; null where the trial failed.</param>
    /// <param name="rest">Further keys of the file.</param>
    public static SweepResults Of(
        string parameters, Func<TrialResult, double?> accuracy, string rest = "", string network = "")
    {
        var base32 = parameters.Contains("resolution", StringComparison.Ordinal) ? "" : "resolution: 32";
        var head = parameters.Contains("head", StringComparison.Ordinal) ? "" : "head: gap";
        var keys = string.Join(", ", new[] { head, base32, network }.Where(key => key.Length > 0));
        var reading = SweepSpecReader.Read($"name: a\nnetwork: {{ {keys} }}\nparameters: {parameters}\n{rest}");
        Assert.Empty(reading.Errors);
        var spec = reading.Spec!;
        var pending = SweepPlan.Make(spec, new PlanConditions(1, null, [])).Trials.Select(trial => new TrialResult(
            trial.Trial, TrialState.Pending, trial.Parameters, spec.Training, 0, null, null, null, 0, 0, null, null,
            trial.Cost.Params, trial.Cost.Macs));
        return With(
            new SweepResults("a-1", SweepState.Completed, DateTimeOffset.UnixEpoch, "", spec, [.. pending]), accuracy);
    }

    /// <summary>The same sweep with other results; a trial takes a second for each of its million MACs.</summary>
    public static SweepResults With(SweepResults results, Func<TrialResult, double?> accuracy) => new(
        results.Sweep, results.State, results.Created, results.SpecYaml, results.Spec,
        [
            .. results.Trials.Select(trial => trial with
            {
                State = TrialState.Completed,
                Epochs = trial.Parameters.Epochs,
                ValidationLoss = 0.5,
                TestAccuracy = 0.5,
                Seconds = trial.Macs / 1e6,
            }).Select(trial => accuracy(trial) is { } value
                ? trial with { ValidationAccuracy = value }
                : trial with { State = TrialState.Failed }),
        ]);

    /// <summary>Normal noise.</summary>
    public static double Normal(SeededRandom random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
