using VggSweep.Core.Sweeps.Parameters;

namespace VggSweep.Core.Sweeps.Reading;

/// <summary>Reads <c>objectives</c>, a list of metrics with their directions.</summary>
internal static class ObjectivesReader
{
    public const string Key = "objectives";

    private const string Example = "[{ metric: accuracy, direction: max }, { metric: macs, direction: min }]";

    public static Setting Metric { get; } = new(
        "metric", ValueKind.Choice.Of<ObjectiveMetric>(), "macs",
        "accuracy and loss of the validation images, or a cost as predicted.");

    public static Setting Direction { get; } = new(
        "direction", ValueKind.Choice.Of<ObjectiveDirection>(), "min", "Whether more or less is better.");

    public static IReadOnlyList<ObjectiveSpec> Read(SpecSection root, SpecErrors errors)
    {
        if (root.Find(Key) is not { } node)
        {
            return [];
        }

        if (node is not SpecNode.Sequence { Items.Count: > 0 } list)
        {
            errors.Add(
                node, Key, node is SpecNode.Sequence ? $"{Key} is empty" : $"{Key} cannot be {node.Description}",
                $"give a list, such as {Example}");
            return [];
        }

        if (root.Find(SettingTable.Objective.Key) is { } single)
        {
            errors.Add(
                single, SettingTable.Objective.Key, "objective is given beside objectives, whose first it is",
                "remove it");
        }

        var objectives = new List<ObjectiveSpec>();
        foreach (var (index, item) in list.Items.Index())
        {
            if (Read(item, $"{Key}[{index}]", errors) is { } objective)
            {
                Note(objective, objectives, item, $"{Key}[{index}]", errors);
                objectives.Add(objective);
            }
        }

        return objectives;
    }

    /// <summary>What schedulers compare by.</summary>
    public static Objective First(IReadOnlyList<ObjectiveSpec> objectives) =>
        objectives[0].Metric is ObjectiveMetric.Loss ? Objective.ValidationLoss : Objective.ValidationAccuracy;

    private static ObjectiveSpec? Read(SpecNode node, string path, SpecErrors errors)
    {
        var section = SpecSection.Open(path, node, [Metric.Key, Direction.Key], errors);
        foreach (var missing in (Setting[])[Metric, Direction])
        {
            if (node is SpecNode.Mapping && section.Find(missing.Key) is null)
            {
                errors.Add(node, path, $"{path} has no {missing.Key}", $"add one, such as {missing.Key}: {missing.Example}");
            }
        }

        // Both are read first: each has its mistakes noted.
        var read = (section.Read(Metric), section.Read(Direction));
        return read is (ObjectiveMetric metric, ObjectiveDirection direction) ? new ObjectiveSpec(metric, direction) : null;
    }

    private static void Note(
        ObjectiveSpec objective, List<ObjectiveSpec> before, SpecNode at, string path, SpecErrors errors)
    {
        var (metric, isJudged) = (
            Metric.Kind.Format(objective.Metric), objective.Metric is ObjectiveMetric.Accuracy or ObjectiveMetric.Loss);
        if (before.Any(other => other.Metric == objective.Metric))
        {
            errors.Add(at, path, $"{path} repeats {metric}", "remove it");
        }
        else if (before.Count == 0 && !isJudged)
        {
            errors.Add(
                at, path, $"the first objective is {metric}, which schedulers cannot compare trials by",
                "begin with accuracy or loss");
        }

        if (isJudged
            && (objective.Metric is ObjectiveMetric.Accuracy) != (objective.Direction is ObjectiveDirection.Max))
        {
            errors.Add(
                at, path, $"{metric} with direction {Direction.Kind.Format(objective.Direction)} looks for the worst "
                    + "network",
                $"use direction: {(objective.Metric is ObjectiveMetric.Accuracy ? "max" : "min")}");
        }
    }
}
