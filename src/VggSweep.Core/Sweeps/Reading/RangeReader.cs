using System.Globalization;
using VggSweep.Core.Sweeps.Parameters;

namespace VggSweep.Core.Sweeps.Reading;

/// <summary>Reads a range of <c>parameters</c>, as <c>{ int: [4, 64], step: 4 }</c>.</summary>
internal sealed class RangeReader(TrialParameter parameter, SpecSection section, SpecErrors errors)
{
    public const string Uniform = "uniform";
    public const string LogUniform = "logUniform";
    public const string Int = "int";
    public const string Step = "step";

    /// <summary>A real range with more steps is as good without them.</summary>
    private const double MostValues = 1_000_000;

    /// <summary>How far from a step the upper end may be, in steps: decimals are not exact.</summary>
    private const double Tolerance = 1e-6;

    /// <summary>Every kind of range.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [Uniform, LogUniform, Int];

    /// <summary>The ranges that values of a kind can have.</summary>
    public static IReadOnlyList<string> KindsOf(ValueKind kind) => kind switch
    {
        ValueKind.Whole => [Int],
        ValueKind.Real => [Uniform, LogUniform],
        _ => [],
    };

    /// <summary>What the step of a range of such values may be.</summary>
    public static ValueKind StepOf(ValueKind kind) => kind is ValueKind.Whole
        ? new ValueKind.Whole(1, TrialParameterTable.GreatestSeed)
        : new ValueKind.Real("a number above 0", 0, IncludesLow: false);

    /// <summary>The range of that kind, or null with its mistakes noted.</summary>
    public ReadSpace? Read(string kind, SpecNode bounds)
    {
        if (!KindsOf(parameter.Kind).Contains(kind))
        {
            var path = section.Path;
            errors.Add(bounds, path, $"{path} cannot be a range of kind {kind}", RangeMend());
            return null;
        }

        if (Ends(kind, bounds, section.PathOf(kind)) is not { } ends)
        {
            return null;
        }

        ParameterSpace space = kind == Int
            ? new ParameterSpace.Integers(parameter.Key, (long)ends[0].Value, (long)ends[1].Value)
            : new ParameterSpace.Range(parameter.Key, (double)ends[0].Value, (double)ends[1].Value, kind == LogUniform);
        return section.Find(Step) is not { } step ? new ReadSpace(space, bounds, ends)
            : Stepped(space, step) is { } stepped ? new ReadSpace(stepped, bounds, ends)
            : null;
    }

    private string RangeMend() => parameter.Kind switch
    {
        ValueKind.Whole => "use int",
        ValueKind.Real => "use uniform or logUniform",
        _ => $"list its values, such as [{parameter.Example}]",
    };

    private List<Candidate>? Ends(string kind, SpecNode node, string path)
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

        return ends;
    }

    private ParameterSpace? Stepped(ParameterSpace space, SpecNode at)
    {
        var path = section.PathOf(Step);
        if (space is ParameterSpace.Range { Logarithmic: true })
        {
            errors.Add(at, path, $"{path} cannot divide a logarithmic range", "remove it, use uniform, or list the values");
            return null;
        }

        var kind = StepOf(parameter.Kind);
        if (SpecSection.Value(at, path, kind, kind is ValueKind.Whole ? "4" : "0.1", errors) is not { } step)
        {
            return null;
        }

        return space switch
        {
            ParameterSpace.Integers range => WithStep(range, (long)step, at, path),
            ParameterSpace.Range range => WithStep(range, (double)step, at, path),
            _ => null,
        };
    }

    private ParameterSpace.Integers? WithStep(ParameterSpace.Integers range, long step, SpecNode at, string path)
    {
        var rest = (range.High - range.Low) % step;
        if (rest == 0)
        {
            return range with { Step = step };
        }

        var reached = range.High - rest;
        NoteEnd(at, path, parameter.Kind.Format(range.High), reached > range.Low ? parameter.Kind.Format(reached) : null,
            parameter.Kind.Format(reached + step));
        return null;
    }

    private ParameterSpace.Range? WithStep(ParameterSpace.Range range, double step, SpecNode at, string path)
    {
        var steps = (range.High - range.Low) / step;
        if (steps >= MostValues)
        {
            errors.Add(at, path, $"{path} gives more than {MostValues:N0} values", "raise it, or remove it for a range without steps");
            return null;
        }

        if (Math.Abs(steps - Math.Round(steps)) < Tolerance && steps > 0.5)
        {
            return range with { Step = step };
        }

        var endless = range with { High = range.Low + (Math.Ceiling(steps) * step), Step = step };
        NoteEnd(at, path, parameter.Kind.Format(range.High), steps > 1 ? parameter.Kind.Format(endless.ValueAt((long)steps)) : null,
            endless.High.ToString("G15", CultureInfo.InvariantCulture));
        return null;
    }

    /// <summary>A range that ends between two steps: which of the two is meant, nobody knows.</summary>
    private void NoteEnd(SpecNode at, string path, string end, string? before, string after) => errors.Add(
        at, path, $"{path} does not reach the upper bound {end}", $"end the range at {(before is null ? "" : $"{before} or ")}{after}");
}
