using VggSweep.Core.Sweeps.Parameters;

namespace VggSweep.Core.Sweeps.Reading;

/// <summary>Reads one entry of <c>parameters</c>: a value, a list of values, or a range.</summary>
internal static class SpaceReader
{
    /// <summary>The key of a list in a group with its conditions.</summary>
    public const string ListKey = "values";

    /// <summary>The space, or null with its mistakes noted.</summary>
    public static ReadSpace? Read(TrialParameter parameter, SpecNode node, string path, SpecErrors errors) => node switch
    {
        SpecNode.Sequence list => Values(parameter, node, list.Items, index => $"{path}[{index}]", errors),
        SpecNode.Mapping range => Range(parameter, range, path, errors),
        _ => Values(parameter, node, [node], _ => path, errors),
    };

    private static ReadSpace? Values(
        TrialParameter parameter, SpecNode at, IReadOnlyList<SpecNode> nodes, Func<int, string> pathOf,
        SpecErrors errors)
    {
        var values = new List<Candidate>();
        var seen = new HashSet<object>();
        for (var index = 0; index < nodes.Count; index++)
        {
            if (SpecSection.Value(nodes[index], pathOf(index), parameter.Kind, parameter.Example, errors) is not { } value)
            {
                continue;
            }

            values.Add(new Candidate(value, nodes[index], pathOf(index)));
            if (!seen.Add(value))
            {
                errors.Add(nodes[index], pathOf(index), $"{pathOf(index)} repeats {parameter.Kind.Format(value)}", "remove it");
            }
        }

        if (nodes.Count == 0)
        {
            errors.Add(
                at, parameter.Key, $"the list of {parameter.Key} is empty",
                $"give it values, such as [{parameter.Example}], or remove it");
        }

        return values.Count == 0 ? null
            : new ReadSpace(new ParameterSpace.Values(parameter.Key, [.. values.Select(value => value.Value)]), at, values);
    }

    private static ReadSpace? Range(TrialParameter parameter, SpecNode.Mapping node, string path, SpecErrors errors)
    {
        string[] kinds = [.. RangeReader.Kinds, ListKey];
        var section = SpecSection.Open(path, node, [.. kinds, RangeReader.Step, ConditionReader.Key], errors);
        var entries = section.Entries.Where(entry => kinds.Contains(entry.Key)).ToList();
        if (entries.Count != 1)
        {
            if (entries.Count > 1 || section.Entries.Any() || node.Entries.Count == 0)
            {
                errors.Add(node, path, $"{path} needs exactly one range", $"give one of {string.Join(", ", kinds)}");
            }

            return null;
        }

        var (kind, value) = entries[0];
        return kind != ListKey ? new RangeReader(parameter, section, errors).Read(kind, value) : Listed(parameter, section, value, errors);
    }

    private static ReadSpace? Listed(TrialParameter parameter, SpecSection section, SpecNode value, SpecErrors errors)
    {
        if (section.Find(RangeReader.Step) is { } step)
        {
            errors.Add(step, section.PathOf(RangeReader.Step), $"{section.Path} lists its values, which have no step", "remove it");
        }

        var path = section.PathOf(ListKey);
        return value is SpecNode.Sequence list
            ? Values(parameter, value, list.Items, index => $"{path}[{index}]", errors)
            : Values(parameter, value, [value], _ => path, errors);
    }
}
