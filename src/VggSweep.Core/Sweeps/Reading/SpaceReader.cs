using VggSweep.Core.Sweeps.Parameters;

namespace VggSweep.Core.Sweeps.Reading;

/// <summary>Reads one entry of <c>parameters</c>: a value, a list of values, or a range.</summary>
internal static class SpaceReader
{
    private const string Uniform = "uniform";
    private const string LogUniform = "logUniform";
    private const string Int = "int";
    private static readonly string[] RangeKinds = [Uniform, LogUniform, Int];

    /// <summary>The ranges that values of a kind can have.</summary>
    public static IReadOnlyList<string> RangeKindsOf(ValueKind kind) => kind switch
    {
        ValueKind.Whole => [Int],
        ValueKind.Real => [Uniform, LogUniform],
        _ => [],
    };

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
        var section = SpecSection.Open(path, node, RangeKinds, errors);
        var entries = section.Entries.ToList();
        if (entries.Count != 1)
        {
            if (entries.Count > 1 || node.Entries.Count == 0)
            {
                errors.Add(node, path, $"{path} needs exactly one range", $"give one of {string.Join(", ", RangeKinds)}");
            }

            return null;
        }

        var (kind, bounds) = entries[0];
        if (!RangeKindsOf(parameter.Kind).Contains(kind))
        {
            errors.Add(bounds, path, $"{path} cannot be a range of kind {kind}", RangeMend(parameter));
            return null;
        }

        return Bounds(parameter, kind, bounds, section.PathOf(kind), errors);
    }

    private static string RangeMend(TrialParameter parameter) => parameter.Kind switch
    {
        ValueKind.Whole => "use int",
        ValueKind.Real => "use uniform or logUniform",
        _ => $"list its values, such as [{parameter.Example}]",
    };

    private static ReadSpace? Bounds(TrialParameter parameter, string kind, SpecNode node, string path, SpecErrors errors)
    {
        if (node is not SpecNode.Sequence { Items.Count: 2 } pair)
        {
            errors.Add(node, path, $"{path} needs two bounds", "give the lowest and the highest value, such as [lowest, highest]");
            return null;
        }

        var ends = pair.Items
            .Select(
                (end, index) => (
                    At: end, Path: $"{path}[{index}]",
                    Value: SpecSection.Value(end, $"{path}[{index}]", parameter.Kind, parameter.Example, errors)))
            .Where(end => end.Value is not null)
            .Select(end => new Candidate(end.Value!, end.At, end.Path))
            .ToList();
        if (ends.Count < 2)
        {
            return null;
        }

        if (((IComparable)ends[0].Value).CompareTo(ends[1].Value) >= 0)
        {
            errors.Add(node, path, $"{path} is not in ascending order", "give the lower bound first; a single value needs no range");
            return null;
        }

        if (kind == LogUniform && ends[0].Value is 0.0)
        {
            errors.Add(ends[0].At, ends[0].Path, $"{path} cannot begin at 0", "give a number above 0, or use uniform");
            return null;
        }

        ParameterSpace space = kind == Int
            ? new ParameterSpace.Integers(parameter.Key, (long)ends[0].Value, (long)ends[1].Value)
            : new ParameterSpace.Range(parameter.Key, (double)ends[0].Value, (double)ends[1].Value, kind == LogUniform);
        return new ReadSpace(space, node, ends);
    }
}
