using System.Text.Json.Nodes;
using VggSweep.Core.Scheduling;
using VggSweep.Core.Search;
using VggSweep.Core.Sweeps.Methods;
using VggSweep.Core.Sweeps.Parameters;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Sweeps.Resolved;

namespace VggSweep.Core.Sweeps;

/// <summary>
/// What a changed file may change of a sweep: it may add values of parameters, add or name other seeds, raise
/// <c>search.maxTrials</c>, change <c>search.budget</c> where there is one, and set limits. Anything else would tell of
/// trained trials what is not so.
/// </summary>
/// <param name="begun">The sweep as it is.</param>
/// <param name="changed">The changed file.</param>
/// <param name="trials">That the sweep has.</param>
public sealed class SpecExtension(SweepSpec begun, SweepSpec changed, int trials)
{
    public const int MostTrials = SettingTable.MostTrials;

    private const string Seed = "seed";
    private const string Unset = "not set";

    /// <summary>Its constraints judge by what was known when the sweep was begun.</summary>
    private readonly SweepSpec file = changed with { CostBasis = begun.CostBasis };

    /// <summary>Compared value by value, or free to change.</summary>
    private static readonly string[] Apart = ["network", "parameters", "limits"];

    /// <summary>Every change that the sweep cannot take over; none when the file extends it.</summary>
    public IReadOnlyList<SpecDifference> Refused =>
    [
        .. Settings(),
        .. TrialParameterTable.All.Where(parameter => parameter.Key != Seed || !IsListed(parameter))
            .Select(Compare).OfType<SpecDifference>(),
        .. Blocks(),
        .. MostEpochs(),
    ];

    /// <summary>The sweep with the file's values and limits. Seeds that the file does not list stay.</summary>
    public SweepSpec Extended
    {
        get
        {
            var seed = TrialParameterTable.Of(Seed);
            if (SpaceOf(begun, seed) is not ParameterSpace.Values had || SpaceOf(file, seed) is not ParameterSpace.Values named)
            {
                return file;
            }

            var all = new ParameterSpace.Values(Seed, [.. had.Items.Union(named.Items)]);
            return all.Items.Count == 1 ? file : file with { Parameters = [.. file.Parameters.Where(space => space.Key != Seed), all] };
        }
    }

    /// <summary>The file's trials that the sweep does not have, within <c>search.maxTrials</c> for all of the sweep.</summary>
    /// <param name="identities">Of the sweep's trials.</param>
    /// <param name="conditions">Under which they are planned.</param>
    public IReadOnlyList<PlannedTrial> Added(IReadOnlySet<string> identities, PlanConditions conditions) =>
    [
        .. SweepPlan.Propose(file, conditions).Where(trial => !identities.Contains(trial.Parameters.Identity(file.Training)))
            .Take((file.Search.MaxTrials ?? int.MaxValue) - trials),
    ];

    private bool IsListed(TrialParameter parameter) =>
        SpaceOf(begun, parameter) is ParameterSpace.Values && SpaceOf(file, parameter) is ParameterSpace.Values;

    private IEnumerable<SpecDifference> Settings()
    {
        var (old, after) = (Node(begun), Node(file));
        foreach (var key in Apart)
        {
            old.Remove(key);
            after.Remove(key);
        }

        DropUnlike(old, after, Schedulers.Table, begun.Scheduler, file.Scheduler);
        DropUnlike(old["search"]!.AsObject(), after["search"]!.AsObject(), Samplers.Table, begun.Search.Sampler, file.Search.Sampler);
        if (!(file.Search.MaxTrials < trials))
        {
            old["search"]!["maxTrials"] = after["search"]!["maxTrials"]?.DeepClone();
        }

        old["search"]!.AsObject().Remove("chosen"); // Its words count what is tried; another method is a difference of its own.
        after["search"]!.AsObject().Remove("chosen");
        if (begun.Search.Budget is not null)
        {
            old["search"]!["budget"] = after["search"]!["budget"]?.DeepClone();
        }

        return Differences(old, after, "");
    }

    /// <summary>Drops options of different methods, which have nothing in common to compare.</summary>
    private static void DropUnlike<TSpec>(JsonObject old, JsonObject changed, MethodTable<TSpec> table, TSpec before, TSpec after)
        where TSpec : class
    {
        if (before.GetType() != after.GetType())
        {
            old.Remove(table.NameOf(before));
            changed.Remove(table.NameOf(after));
        }
    }

    /// <summary>A value that the sweep has and the file has not would be a trial that no file asks for.</summary>
    private SpecDifference? Compare(TrialParameter parameter)
    {
        var (old, after) = (SpaceOf(begun, parameter), SpaceOf(file, parameter));
        return Contains(after, old) && Conditions(after) == Conditions(old)
            ? null
            : new SpecDifference(
                $"{(IsGiven(file, parameter.Key) || IsGiven(begun, parameter.Key) ? "parameters" : "network")}.{parameter.Key}",
                Text(parameter, old),
                Text(parameter, after));
    }

    private IEnumerable<SpecDifference> MostEpochs() =>
        begun.Scheduler.DependsOnMostEpochs() && begun.MostEpochs() != file.MostEpochs() && IsGiven(file, "epochs")
            ? [new("parameters.epochs", $"at most {begun.MostEpochs()}", $"at most {file.MostEpochs()}")]
            : [];

    private IEnumerable<SpecDifference> Blocks()
    {
        var (old, after) = (begun.Base.Blocks ?? [], file.Base.Blocks ?? []);
        return old.SequenceEqual(after) ? [] : [new("network.blocks", Text(old), Text(after))];

        static string Text(IReadOnlyList<Networks.Block> blocks) =>
            blocks.Count == 0 ? Unset : $"[{string.Join(", ", blocks.Select(block => $"[{block.Convolutions}, {block.Channels}]"))}]";
    }

    private static IEnumerable<SpecDifference> Differences(JsonNode? old, JsonNode? changed, string path)
    {
        if (old is JsonObject before && changed is JsonObject after)
        {
            return before.Select(entry => entry.Key).Union(after.Select(entry => entry.Key))
                .SelectMany(key => Differences(before[key], after[key], path.Length == 0 ? key : $"{path}.{key}"));
        }

        return JsonNode.DeepEquals(old, changed) ? [] : [new(path, Text(old), Text(changed))];
    }

    private static JsonObject Node(SweepSpec spec) => JsonNode.Parse(SweepSpecJson.Write(spec))!.AsObject();

    private static bool IsGiven(SweepSpec spec, string key) => spec.Parameters.Any(space => space.Key == key);

    /// <summary>
    /// The values of a parameter: those listed, or the one that all trials have; none where it is left to several
    /// networks.
    /// </summary>
    private static ParameterSpace SpaceOf(SweepSpec spec, TrialParameter parameter)
    {
        if (spec.Parameters.FirstOrDefault(space => space.Key == parameter.Key) is { } given)
        {
            return given;
        }

        var trial = IsGiven(spec, "arch") ? spec.Base : TrialNetwork.Resolve(spec.Base);
        return new ParameterSpace.Values(parameter.Key, parameter.Get(trial) is { } value ? [value] : []);
    }

    private static bool Contains(ParameterSpace whole, ParameterSpace part) => (whole, part) switch
    {
        (ParameterSpace.Values all, ParameterSpace.Values some) =>
            some.Items.All(all.Items.Contains) && (some.Items.Count > 0 || all.Items.Count == 0),
        (ParameterSpace.Integers all, ParameterSpace.Integers some) => all.Low <= some.Low && all.High >= some.High
            && some.Step % all.Step == 0 && (some.Low - all.Low) % all.Step == 0,
        (ParameterSpace.Range { Step: { } } all, ParameterSpace.Range { Step: { } } some) =>
            Items(some).ToHashSet() is var values && values.IsSubsetOf(Items(all)),
        (ParameterSpace.Range all, ParameterSpace.Range some) => all.Logarithmic == some.Logarithmic
            && all.Step is null && some.Step is null && all.Low <= some.Low && all.High >= some.High,
        _ => false,
    };

    /// <summary>As <c>head: dense and width: 8, 16</c>.</summary>
    private static string Conditions(ParameterSpace space) => string.Join(" and ", space.When.Select(condition =>
        $"{condition.Key}: {string.Join(", ", condition.Values.Select(TrialParameterTable.Of(condition.Key).Kind.Format))}"));

    private static IEnumerable<object> Items(ParameterSpace space) =>
        Enumerable.Range(0, (int)space.Size!.Value).Select(index => space.ValueAt(index));

    private static string Text(JsonNode? node) =>
        node is null ? Unset : node is JsonValue value
            && value.TryGetValue(out string? text) ? text : node.ToJsonString(ResolvedForm.Options);

    private static string Text(TrialParameter parameter, ParameterSpace space)
    {
        string Format(object value) => parameter.Kind.Format(value);
        return Values() + (space.When.Count == 0 ? "" : $" when {Conditions(space)}");

        string Values() => space switch
        {
            ParameterSpace.Values { Items.Count: 0 } => Unset,
            ParameterSpace.Values { Items: [var only] } => Format(only),
            ParameterSpace.Values values => $"[{string.Join(", ", values.Items.Select(Format))}]",
            ParameterSpace.Integers range =>
                $"int [{Format(range.Low)}, {Format(range.High)}]{(range.Step == 1 ? "" : $" step {Format(range.Step)}")}",
            ParameterSpace.Range range =>
                $"{(range.Logarithmic ? "logUniform" : "uniform")} [{Format(range.Low)}, {Format(range.High)}]"
                + (range.Step is { } step ? $" step {Format(step)}" : ""),
            _ => throw new ArgumentOutOfRangeException(nameof(space)),
        };
    }
}
