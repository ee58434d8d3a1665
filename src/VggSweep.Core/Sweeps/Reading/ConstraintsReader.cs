using VggSweep.Core.Sweeps.Constraints;

namespace VggSweep.Core.Sweeps.Reading;

/// <summary>Reads <c>constraints</c>, a list of texts.</summary>
internal static class ConstraintsReader
{
    public const string Key = "constraints";

    /// <summary>More than this nobody reads.</summary>
    public const int Most = 50;

    private const string Example = "[macs <= 200M, width * resolution <= 2048]";

    /// <summary>Configurations that are looked at for one that meets all constraints.</summary>
    private const int MostExamined = 1_000;

    public static IReadOnlyList<Constraint> Read(SpecSection root, SpecErrors errors)
    {
        if (root.Find(Key) is not { } node)
        {
            return [];
        }

        if (node is not SpecNode.Sequence { Items.Count: <= Most } list)
        {
            errors.Add(
                node, Key, node is SpecNode.Sequence
                    ? $"{Key} has more than {Most} items"
                    : $"{Key} cannot be {node.Description}",
                $"give a list, such as {Example}");
            return [];
        }

        var constraints = new List<Constraint>();
        foreach (var (index, item) in list.Items.Index())
        {
            var path = $"{Key}[{index}]";
            if (Read(item, path, errors) is not { } constraint)
            {
                continue;
            }

            if (constraints.Contains(constraint))
            {
                errors.Add(item, path, $"{path} repeats {constraint}", "remove it");
            }
            else
            {
                constraints.Add(constraint);
            }
        }

        return constraints;
    }

    /// <summary>Notes constraints that leave nothing to try. What depends on the machine is left to the plan.</summary>
    public static void NoteExcluded(SpecDraft draft, SpecErrors errors)
    {
        if (draft.Spec.Constraints.Count > 0
            && Exclusions.Of(draft.Spec, MostExamined, untilAllowed: true) is { IsEverything: true } exclusions)
        {
            errors.Add(
                draft.Root.Find(Key)!, Key, exclusions.ToString(),
                "relax a constraint, or add values that meet all of them");
        }
    }

    private static Constraint? Read(SpecNode node, string path, SpecErrors errors)
    {
        if (node is not SpecNode.Scalar scalar)
        {
            errors.Add(node, path, $"{path} cannot be {node.Description}", "write a text, such as macs <= 200M");
            return null;
        }

        var (constraint, at, message, fix) = ConstraintReader.Read(scalar.Text);
        if (constraint is null)
        {
            errors.Add(scalar.Line, scalar.TextColumn + at ?? scalar.Column, path, message, fix);
        }

        return constraint;
    }
}
