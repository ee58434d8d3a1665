using VggSweep.Core.Sweeps.Parameters;

namespace VggSweep.Core.Sweeps.Reading;

/// <summary>Reads the sections of <see cref="SettingTable"/>.</summary>
internal static class SettingsReader
{
    public static SearchSpec Search(SpecSection root)
    {
        var section = root.Section(SettingTable.Search);
        var defaults = new SearchSpec();
        return new SearchSpec
        {
            Kind = section.Read(SettingTable.Method) as SearchKind? ?? defaults.Kind,
            MaxTrials = Whole(section, SettingTable.MaxTrials),
            Seed = section.Read(SettingTable.SearchSeed) as long? ?? defaults.Seed,
        };
    }

    public static AshaSpec Asha(SpecSection root)
    {
        var section = root.Section(SettingTable.Asha);
        var defaults = new AshaSpec();
        var rungs = section.Read(SettingTable.Rungs) as RungResource? ?? defaults.Rungs;
        return new AshaSpec
        {
            Form = section.Read(SettingTable.Form) as AshaForm? ?? defaults.Form,
            Rungs = rungs,
            Minimum = rungs is RungResource.Epochs
                ? Whole(section, SettingTable.Minimum) ?? defaults.Minimum
                : section.Read(SettingTable.MinimumMacs) as double? ?? defaults.Minimum,
            Eta = Whole(section, SettingTable.Eta) ?? defaults.Eta,
            Grace = Whole(section, SettingTable.Grace) ?? defaults.Grace,
        };
    }

    public static TrainingSpec Training(SpecSection root)
    {
        var section = root.Section(SettingTable.Training);
        var defaults = new TrainingSpec();
        return new TrainingSpec
        {
            Images = Whole(section, SettingTable.Images),
            ValidationImages = Whole(section, SettingTable.ValidationImages) ?? defaults.ValidationImages,
            CheckpointEvery = Whole(section, SettingTable.CheckpointEvery) ?? defaults.CheckpointEvery,
            Seed = section.Read(SettingTable.TrainingSeed) as long? ?? defaults.Seed,
        };
    }

    public static LimitsSpec Limits(SpecSection root)
    {
        var section = root.Section(SettingTable.Limits);
        var defaults = new LimitsSpec();
        return new LimitsSpec
        {
            Slots = Whole(section, SettingTable.Slots),
            Retries = Whole(section, SettingTable.Retries) ?? defaults.Retries,
            TrialTimeout = section.Read(SettingTable.TrialTimeout) as TimeSpan?,
            FailedTrials = Whole(section, SettingTable.FailedTrials),
        };
    }

    public static PlacementSpec Placement(SpecSection root)
    {
        var section = root.Section(SettingTable.Placement);
        var defaults = new PlacementSpec();
        return new PlacementSpec
        {
            Priority = Whole(section, SettingTable.Priority) ?? defaults.Priority,
            Labels = section.ReadList(SettingTable.Labels)?.Cast<string>().ToList() ?? defaults.Labels,
        };
    }

    private static int? Whole(SpecSection section, Setting setting) => (int?)(section.Read(setting) as long?);
}
