using VggSweep.Core.Sweeps.Parameters;

namespace VggSweep.Core.Sweeps.Reading;

/// <summary>Reads the sections whose keys each have one value.</summary>
internal static class SettingsReader
{
    private static readonly ValueKind Seed = new ValueKind.Whole(0, TrialParameterTable.GreatestSeed);
    private static readonly ValueKind ImageCount = new ValueKind.Whole(1, TrainingSpec.AvailableImages);

    public static SearchSpec Search(SpecSection root)
    {
        var section = root.Section("search", ["method", "maxTrials", "seed"]);
        var defaults = new SearchSpec();
        return new SearchSpec
        {
            Kind = section.Read("method", ValueKind.Choice.Of<SearchKind>(), "grid") as SearchKind? ?? defaults.Kind,
            MaxTrials = Whole(section, "maxTrials", new ValueKind.Whole(1, DraftChecks.MostTrials), "20"),
            Seed = section.Read("seed", Seed, "1") as long? ?? defaults.Seed,
        };
    }

    public static TrainingSpec Training(SpecSection root)
    {
        var section = root.Section("training", ["images", "validationImages", "checkpointEvery", "seed"]);
        var defaults = new TrainingSpec();
        return new TrainingSpec
        {
            Images = Whole(section, "images", ImageCount, "20000"),
            ValidationImages = Whole(section, "validationImages", ImageCount, "5000") ?? defaults.ValidationImages,
            CheckpointEvery = Whole(section, "checkpointEvery", new ValueKind.Whole(1, 10_000), "1") ?? defaults.CheckpointEvery,
            Seed = section.Read("seed", Seed, "1") as long? ?? defaults.Seed,
        };
    }

    public static LimitsSpec Limits(SpecSection root)
    {
        var section = root.Section("limits", ["slots", "retries", "trialTimeout", "failedTrials"]);
        var defaults = new LimitsSpec();
        return new LimitsSpec
        {
            Slots = Whole(section, "slots", new ValueKind.Whole(1, 1_024), "2"),
            Retries = Whole(section, "retries", new ValueKind.Whole(0, 100), "2") ?? defaults.Retries,
            TrialTimeout = section.Read("trialTimeout", new Duration(), "90s, 30m or 2h") as TimeSpan?,
            FailedTrials = Whole(section, "failedTrials", new ValueKind.Whole(1, DraftChecks.MostTrials), "5"),
        };
    }

    public static PlacementSpec Placement(SpecSection root)
    {
        var section = root.Section("placement", ["priority", "labels"]);
        var defaults = new PlacementSpec();
        return new PlacementSpec
        {
            Priority = Whole(section, "priority", new ValueKind.Whole(-1_000, 1_000), "10") ?? defaults.Priority,
            Labels = section.ReadList("labels", new LabelName(), "a100")?.Cast<string>().ToList() ?? defaults.Labels,
        };
    }

    private static int? Whole(SpecSection section, string key, ValueKind kind, string example) =>
        (int?)(section.Read(key, kind, example) as long?);
}
