using VggSweep.Cli.Reports;
using VggSweep.Core.Api;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Sweeps.Reading;
using VggSweep.Core.Trials;
using VggSweep.Results;

namespace VggSweep.EndToEnd.Tests.Results;

/// <summary>Sweeps whose results are formulas: wider and larger learns better, and seeds differ by half a point.</summary>
internal static class MadeUpSweep
{
    /// <summary>Three seeds, two rungs, two workers; one of its networks diverges.</summary>
    public const string Study =
        "name: study\n"
        + "network: { arch: vgg11, head: gap, batchNorm: true, epochs: 6 }\n"
        + "parameters: { width: [4, 8, 16], resolution: [32, 48, 56], lr: [0.02, 0.1], seed: [1, 2, 3] }\n"
        + "training: { images: 20000 }\n";

    public const string OneEpoch =
        "name: short\nnetwork: { arch: vgg11, head: gap, batchNorm: true, epochs: 1 }\n"
        + "parameters: { width: [8, 16], resolution: [32, 48, 56] }\ntraining: { images: 20000 }\n";

    /// <summary>As the chapter: one trial, judged by the test images.</summary>
    public const string NoneHeldOut =
        "name: chapter\nnetwork: { arch: narrow, epochs: 10 }\nparameters: { seed: [0] }\ntraining: { validationImages: 0 }\n";

    private static readonly DateTimeOffset Created = new(2026, 11, 30, 8, 0, 0, TimeSpan.Zero);

    public static string Page(string yaml, bool withHistory = true)
    {
        var results = Results(yaml);
        return ReportPage.Render(results, withHistory ? History(results) : SweepHistory.Of([], [], []), Created.AddHours(1));
    }

    public static SweepResults Results(string yaml)
    {
        var spec = SweepSpecReader.Read(yaml).Spec!;
        return new SweepResults(
            $"{spec.Name}-1", SweepState.Completed, Created, yaml, spec,
            [
                .. SweepPlan.Make(spec, new PlanConditions(2, null, [])).Trials.Select(trial => Result(
                    trial.Trial, trial.Parameters, spec.Training, trial.Cost.Params, trial.Cost.Macs, trial.Cost.PeakBytes)),
            ]);
    }

    /// <summary>Epochs, a promotion at epochs 1 and 3 of the better half, and attempts on two workers, one of them lost.</summary>
    public static SweepHistory History(SweepResults results) => SweepHistory.Of(
        results.Trials.Select(trial => new TrialEpochs(trial.Trial, Epochs(trial.Parameters))),
        results.Spec.MostEpochs() < 3 || results.Trials.Count < 2
            ? []
            : [.. ((int[])[1, 3]).SelectMany(epoch => results.Trials.Select(trial => Decision(trial, epoch, results)))],
        [.. results.Trials.SelectMany(Attempts)]);

    public static IReadOnlyList<EpochRecord> Epochs(TrialParameters trial) =>
        [.. Enumerable.Range(1, trial.Epochs).Select(epoch => Epoch(trial, epoch))];

    private static EpochRecord Epoch(TrialParameters trial, int epoch)
    {
        var quality = 0.7 + (0.02 * Math.Log2((trial.Width ?? 16) / 4.0)) + (trial.Resolution / 2_000.0) + (trial.Lr / 10);
        var noise = 0.005 * Math.Sin((17 * trial.Seed) + (3 * epoch) + trial.Resolution + (5 * (trial.Width ?? 16)) + (100 * trial.Lr));
        var accuracy = quality + (0.15 * (1 - Math.Exp(-epoch / 2.0))) + noise;
        var diverges = trial is { Width: 4, Resolution: 56, Lr: 0.1 } && epoch > 2;
        var loss = diverges ? 5 * epoch : 2.4 - (2 * accuracy);
        return diverges
            ? new(epoch, loss + 1, 0.1, epoch > 4 ? double.NaN : loss, 0.1, 3)
            : new(epoch, loss + 0.1, accuracy - 0.02 + (0.006 * epoch), loss, accuracy, 3);
    }

    private static TrialResult Result(
        int number, TrialParameters trial, TrainingSpec training, long parameters, long macs, long bytes)
    {
        var last = Epoch(trial, trial.Epochs);
        return new TrialResult(
            number, TrialState.Completed, trial, training, trial.Epochs, last.ValidationAccuracy, last.ValidationLoss,
            last.ValidationAccuracy - 0.004, 1, 3 * trial.Epochs, nameof(TrialOutcome.Completed), null, parameters, macs,
            2.5 * trial.Epochs, bytes + 50_000_000, bytes);
    }

    private static ListedEvent Decision(TrialResult trial, int epoch, SweepResults results)
    {
        var accuracy = Epoch(trial.Parameters, epoch).ValidationAccuracy;
        var ahead = results.Trials.Count(other => Epoch(other.Parameters, epoch).ValidationAccuracy > accuracy);
        var advances = ahead < results.Trials.Count / 2;
        return new(
            Created.AddSeconds((60 * epoch) + trial.Trial), trial.Trial, epoch, advances ? "Continue" : "Pause",
            $"rung {epoch / 2} (epoch {epoch}): validation accuracy {100 * accuracy:0.00} % is rank {ahead + 1} of "
            + $"{results.Trials.Count}, the best half {(advances ? "includes it" : "does not include it")}");
    }

    private static IEnumerable<ListedAttempt> Attempts(TrialResult trial)
    {
        var (worker, start) = (trial.Trial % 2 == 0 ? "worker-a" : "worker-b", Created.AddSeconds(20 * trial.Trial));
        return trial.Trial == 3
            ?
            [
                new(3, 1, worker, start, start.AddSeconds(12), nameof(TrialOutcome.LeaseLost)),
                new(3, 2, "worker-a", start.AddSeconds(15), start.AddSeconds(38), nameof(TrialOutcome.Completed)),
            ]
            : [new(trial.Trial, 1, worker, start, start.AddSeconds(19), nameof(TrialOutcome.Completed))];
    }
}
