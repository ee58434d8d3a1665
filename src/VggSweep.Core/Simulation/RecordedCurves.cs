using VggSweep.Core.Networks;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Parameters;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Simulation;

/// <summary>
/// Recorded learning curves. Trials that differ in nothing but their seeds are replicates of a cell. A configuration that
/// was not recorded gets the nearest cell: parameters count by their distance within the recorded range, on a logarithmic
/// scale where all values are above zero, and a differing choice counts as the whole range.
/// </summary>
public sealed class RecordedCurves
{
    private readonly IReadOnlyList<Cell> cells;
    private readonly IReadOnlyList<RecordedAxis> axes;
    private readonly Dictionary<string, Cell> known = [];

    /// <param name="trials">Those without all their epochs are left out.</param>
    /// <exception cref="ArgumentException">No trial is complete.</exception>
    public RecordedCurves(IEnumerable<RecordedTrial> trials)
    {
        var complete = trials.Where(trial => trial.IsComplete).ToList();
        cells =
        [
            .. complete.GroupBy(trial => KeyOf(trial.Parameters)).Select((group, number) => new Cell(
                number, group.Key, Canonical(group.First().Parameters),
                [.. group.OrderBy(trial => trial.Parameters.Seed)])),
        ];
        if (cells.Count == 0)
        {
            throw new ArgumentException("No trial of the curves is complete.", nameof(trials));
        }

        (Training, MostEpochs) = (complete[0].Training, complete.Min(trial => trial.Epochs.Count));
        axes =
        [
            .. TrialParameterTable.All
                .Select(parameter => RecordedAxis.Of(parameter, cells.Select(cell => cell.Parameters)))
                .OfType<RecordedAxis>(),
        ];
        foreach (var cell in cells)
        {
            known[cell.Key] = cell;
        }
    }

    public int Cells => cells.Count;

    /// <summary>The images of the first trial.</summary>
    public TrainingSpec Training { get; }

    /// <summary>Epochs that every curve has.</summary>
    public int MostEpochs { get; }

    /// <summary>Whether a cell of those parameters was recorded, with any seed.</summary>
    public bool Holds(TrialParameters trial) => cells.Any(cell => cell.Key == KeyOf(trial));

    /// <summary>What a file varies or fixes otherwise than the curves do, in sentences.</summary>
    public IReadOnlyList<string> Differences(SweepSpec spec) =>
    [
        .. TrialParameterTable.All
            .Where(parameter => parameter.Key is not ("seed" or "epochs") && axes.All(axis => axis.Key != parameter.Key))
            .Select(parameter => Difference(spec, parameter)).OfType<string>(),
        .. ImagesDifference(spec.Training.CountTrainingImages(), Training.CountTrainingImages()),
    ];

    /// <summary>Mean of the objective over the seeds of the trial's cell, after the last epoch.</summary>
    public double Mean(TrialParameters trial, Objective objective) =>
        Nearest(trial).Replicates.Average(one => objective.ValueOf(one.Epochs[^1]));

    /// <summary>
    /// The curves as one repetition of a simulation sees them: each cell's seeds are rotated by a number that is drawn for it.
    /// In the first one, 0, each trial has its own seed where that was recorded.
    /// </summary>
    public ICurves Rotated(int repetition) => new Rotation(this, repetition);

    private static string[] ImagesDifference(int file, int recorded) =>
        file == recorded ? [] : [$"the file trains on {file:N0} images, the curves on {recorded:N0}"];

    private string? Difference(SweepSpec spec, TrialParameter parameter)
    {
        if (spec.Parameters.FirstOrDefault(space => space.Key == parameter.Key) is { } space)
        {
            return space is ParameterSpace.Values { Items.Count: 1 } ? null
                : $"{parameter.Key} does not vary in the curves and has no effect";
        }

        var recorded = parameter.Get(cells[0].Parameters);
        var given = parameter.Get(Canonical(TrialNetwork.Resolve(spec.Base)));
        return Equals(given, recorded) || given is null || recorded is null ? null
            : $"{parameter.Key} is {parameter.Kind.Format(given)} in the file and {parameter.Kind.Format(recorded)} "
                + "in the curves";
    }

    private Cell Nearest(TrialParameters trial)
    {
        var key = KeyOf(trial);
        if (!known.TryGetValue(key, out var cell))
        {
            var canonical = Canonical(trial);
            known[key] = cell = cells.MinBy(one => axes.Sum(axis => axis.Distance(one.Parameters, canonical)))!;
        }

        return cell;
    }

    private static string KeyOf(TrialParameters trial) => TrialParametersJson.Write(Canonical(trial));

    /// <summary>Without the seed, and without what has no effect with the trial's head.</summary>
    private static TrialParameters Canonical(TrialParameters trial)
    {
        var none = new TrialParameters();
        var seedless = trial with { Seed = none.Seed, Epochs = none.Epochs };
        return trial.Head is Head.Gap ? seedless with { Dense = none.Dense, Dropout = none.Dropout } : seedless;
    }

    private sealed record Cell(int Number, string Key, TrialParameters Parameters, IReadOnlyList<RecordedTrial> Replicates);

    private sealed class Rotation(RecordedCurves curves, int repetition) : ICurves
    {
        public EpochRecord Epoch(PlannedTrial trial, int epoch)
        {
            var cell = curves.Nearest(trial.Parameters);
            var count = cell.Replicates.Count;
            var own = cell.Replicates.ToList().FindIndex(one => one.Parameters.Seed == trial.Parameters.Seed);
            var first = own >= 0 ? own : (int)(((trial.Parameters.Seed % count) + count) % count);
            var shift = repetition == 0 ? 0 : SeededRandom.For(repetition, "replicate", cell.Number).Next(count);
            return cell.Replicates[(first + shift) % count].Epochs[epoch - 1];
        }

        public double Truth(PlannedTrial trial, Objective objective) => curves.Mean(trial.Parameters, objective);
    }
}
