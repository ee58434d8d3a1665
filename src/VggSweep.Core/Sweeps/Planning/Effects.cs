using VggSweep.Core.Networks;
using VggSweep.Core.Sweeps.Parameters;

namespace VggSweep.Core.Sweeps.Planning;

/// <summary>
/// Finds parameters that change nothing, by resolving trials with other values to layers and steps: no table here says
/// which parameter depends on which.
/// </summary>
internal sealed class Effects(SweepSpec spec)
{
    private const int NoNetwork = -1;

    /// <summary>Numbers of the lists of layers, by the parameters that make them.</summary>
    private readonly Dictionary<TrialParameters, int> networks = [];

    private readonly Dictionary<string, int> layers = [];

    /// <returns>A sentence for each; none when every value matters and no two trials train the same.</returns>
    public IReadOnlyList<string> Warnings(IReadOnlyList<PlannedTrial> trials)
    {
        var repeated = trials.GroupBy(trial => Recipe(trial.Parameters))
            .Where(group => group.Count() > 1)
            .Select(group => (Trials: group.ToList(), Keys: Differing([.. group])))
            .ToList();
        var known = repeated.SelectMany(group => group.Keys).ToHashSet();
        return
        [
            .. repeated.GroupBy(group => Reason(group.Keys, group.Trials[0].Parameters))
                .Select(same => $"trials {string.Join(" and ", same.First().Trials.Take(2).Select(trial => trial.Trial))}"
                    + $"{More(same.Sum(group => group.Trials.Count) - 2)} train the same network in the same way: {same.Key}"),
            .. Given().Where(
                parameter => !known.Contains(parameter) && trials.Count > 0 && !trials.Any(trial => Matters(parameter, trial.Parameters)))
                .Select(parameter => Reason([parameter], trials[0].Parameters)),
        ];
    }

    /// <summary>Parameters that the file has values for.</summary>
    private IEnumerable<TrialParameter> Given() => TrialParameterTable.All.Where(parameter =>
        spec.Parameters.Any(space => space.Key == parameter.Key) || !Equals(
            parameter.Get(spec.Base), parameter.Get(new TrialParameters())));

    private static List<TrialParameter> Differing(List<PlannedTrial> trials) =>
        [
            .. TrialParameterTable.All.Where(
                parameter => trials.Any(trial => !Equals(parameter.Get(trial.Parameters), parameter.Get(trials[0].Parameters)))),
        ];

    private static string More(int count) => count > 0 ? $" and {count:N0} more" : "";

    private string Reason(List<TrialParameter> parameters, TrialParameters trial) =>
        $"{string.Join(" and ", parameters.Select(parameter => parameter.Key))} "
        + $"{(parameters.Count == 1 ? "has" : "have")} no effect{(parameters.Count > 0 ? Cause(parameters[0], trial) : "")}";

    /// <summary>The value of another parameter without which this one matters, as <c> with head: gap</c>.</summary>
    private string Cause(TrialParameter parameter, TrialParameters trial) => TrialParameterTable.All
        .Where(
            cause => cause.Key != parameter.Key && !Matters(parameter, trial) && Others(cause, trial).Any(
                other => Matters(parameter, cause.With(trial, other))))
        .Select(cause => $" with {cause.Key}: {cause.Kind.Format(cause.Get(trial)!)}").FirstOrDefault("");

    private bool Matters(TrialParameter parameter, TrialParameters trial) =>
        Others(parameter, trial).Any(other => Recipe(parameter.With(trial, other)) != Recipe(trial));

    /// <summary>What is trained: the layers, and the parameters that no layer stands for.</summary>
    private (int Network, TrialParameters Others) Recipe(TrialParameters trial)
    {
        var none = new TrialParameters();
        var isOneStep = trial.Epochs == 1 && spec.Training.CountTrainingImages() <= trial.BatchSize;
        return (NetworkOf(trial), trial with
        {
            Arch = none.Arch,
            Blocks = none.Blocks,
            Width = none.Width,
            Head = none.Head,
            Dense = none.Dense,
            BatchNorm = none.BatchNorm,
            Dropout = none.Dropout,

            // The first step has no momentum yet and the whole lr, and there is no second.
            Momentum = isOneStep ? none.Momentum : trial.Momentum,
            LrSchedule = isOneStep ? none.LrSchedule : trial.LrSchedule,
        });
    }

    private int NetworkOf(TrialParameters trial)
    {
        var key = new TrialParameters
        {
            Arch = trial.Arch,
            Blocks = trial.Blocks,
            Width = trial.Width,
            Head = trial.Head,
            Dense = trial.Dense,
            BatchNorm = trial.BatchNorm,
            Dropout = trial.Dropout,
        };
        if (!networks.TryGetValue(key, out var number))
        {
            var network = NetworkFactory.Build(TrialNetwork.Request(key));
            var text = network.IsGood ? string.Join(' ', network.Value.Layers) : "";
            networks[key] =
                number = !network.IsGood ? NoNetwork : layers.TryGetValue(text, out var known) ? known : layers[text] = layers.Count;
        }

        return number;
    }

    /// <summary>Other values that the trial could have.</summary>
    private static IEnumerable<object> Others(TrialParameter parameter, TrialParameters trial)
    {
        var now = parameter.Get(trial);
        IEnumerable<object> values = (parameter.Kind, now) switch
        {
            (ValueKind.Choice choice, not null) => choice.Names.Values,
            (ValueKind.Flag, _) => [true, false],
            (ValueKind.Whole whole, long value) =>
                [value < whole.High ? value + 1 : value - 1, value * 2 <= whole.High ? value * 2 : value / 2],
            (ValueKind.Real, double value) => [value / 2, (value + 1) / 4],
            _ => [],
        };
        return values.Where(other => !Equals(other, now));
    }
}
