using VggSweep.Core.Sweeps.Parameters;

namespace VggSweep.Core.Sweeps.Reading;

/// <summary>Reads what a parameter depends on, as <c>when: { head: dense }</c>.</summary>
/// <param name="before">The parameters above it in the file.</param>
internal sealed class ConditionReader(IReadOnlyList<ReadSpace> before, SpecErrors errors)
{
    public const string Key = "when";

    /// <summary>Combinations of the parameters that others depend on: counting configurations looks at each.</summary>
    public const int MostCombinations = 1_000;

    private static readonly string[] Unconditional = ["arch", "epochs", "seed"];

    /// <summary>The space with its conditions; without those that are wrong, which are noted.</summary>
    public ReadSpace Read(ReadSpace space, SpecNode entry)
    {
        var path = $"parameters.{space.Space.Key}";
        if ((entry as SpecNode.Mapping)?.Entries.FirstOrDefault(one => one.Key.Text == Key).Value is not { } node)
        {
            return space;
        }

        if (Unconditional.Contains(space.Space.Key))
        {
            errors.Add(node, $"{path}.{Key}", $"{path} cannot depend on another parameter", "remove when");
            return space;
        }

        if (node is not SpecNode.Mapping { Entries.Count: > 0 } mapping)
        {
            errors.Add(
                node, $"{path}.{Key}", $"{path}.{Key} cannot be {node.Description}",
                "give a parameter and its values, such as { head: dense }");
            return space;
        }

        var conditions = mapping.Entries
            .Select(one => Condition(one.Key, one.Value, $"{path}.{Key}"))
            .OfType<Condition>()
            .ToList();
        if (conditions.DistinctBy(condition => condition.Key).Count() < conditions.Count)
        {
            errors.Add(
                node, $"{path}.{Key}", $"{path}.{Key} names a parameter twice",
                "list its values, such as { head: [dense, gap] }");
            return space;
        }

        return space with { Space = space.Space with { When = conditions } };
    }

    /// <summary>
    /// The spaces; without conditions, and with a mistake noted, when the parameters that others depend on have too
    /// many combinations to count.
    /// </summary>
    public static IReadOnlyList<ReadSpace> Bounded(IReadOnlyList<ReadSpace> spaces, SpecErrors errors)
    {
        var parents = spaces.Where(
            space => spaces.Any(other => other.Space.When.Any(condition => condition.Key == space.Space.Key))).ToList();
        var combinations = parents.Aggregate(1.0, (product, parent) => product * parent.Space.Size!.Value);
        if (combinations <= MostCombinations)
        {
            return spaces;
        }

        errors.Add(
            parents[^1].At, $"parameters.{parents[^1].Space.Key}",
            $"the parameters that others depend on have {combinations:N0} combinations, and {MostCombinations:N0} are "
            + "the most",
            "let fewer of them decide, or shorten their lists");
        return [.. spaces.Select(space => space with { Space = space.Space with { When = [] } })];
    }

    private Condition? Condition(SpecNode.Scalar name, SpecNode node, string path)
    {
        if (name.Text == "seed")
        {
            errors.Add(
                name, path, "a parameter cannot depend on seed, which only repeats a configuration", "remove it");
            return null;
        }

        if (before.FirstOrDefault(space => space.Space.Key == name.Text) is not { } parent)
        {
            errors.Add(
                name, path, $"{path} names {name.Description}, and no parameter above it has that name",
                TrialParameterTable.Find(name.Text) is null ? NearestName.Mend(
                    name.Text, [.. TrialParameterTable.All.Select(one => one.Key)])
                    : $"list {name.Text} above it in parameters");
            return null;
        }

        if (parent.Space is not ParameterSpace.Values values)
        {
            errors.Add(
                name, path, $"{path} depends on {name.Text}, which has no list of values",
                $"list the values of {name.Text}");
            return null;
        }

        var (parameter, own) = (TrialParameterTable.Of(name.Text), new List<object>());
        foreach (var item in node is SpecNode.Sequence list ? list.Items : [node])
        {
            if (SpecSection.Value(item, $"{path}.{name.Text}", parameter.Kind, parameter.Example, errors)
                is not { } value)
            {
                continue;
            }

            if (values.Items.Contains(value))
            {
                own.Add(value);
            }
            else
            {
                errors.Add(
                    item, $"{path}.{name.Text}", $"{name.Text} is never {parameter.Kind.Format(value)} in this sweep",
                    $"give one of {string.Join(", ", values.Items.Select(parameter.Kind.Format))}");
            }
        }

        return own.Count == 0 ? null : new Condition(name.Text, own);
    }
}
