using VggSweep.Core.Search;
using VggSweep.Core.Search.Budgets;
using VggSweep.Core.Sweeps.Parameters;

namespace VggSweep.Core.Sweeps.Reading;

/// <summary>Reads the sections of <see cref="SettingTable"/>.</summary>
internal static class SettingsReader
{
    public static readonly IReadOnlyList<string> SearchKeys =
    [
        Samplers.Table.Key.Key,
        .. SettingTable.Search.Settings.Select(setting => setting.Key),
        SettingTable.Budget.Key,
        .. Samplers.Table.Sections.Select(section => section.Key),
    ];

    /// <param name="section">Opened with the keys of <see cref="SearchKeys"/>.</param>
    public static SearchSpec Search(SpecSection section)
    {
        var defaults = new SearchSpec();
        return new SearchSpec
        {
            Sampler = Samplers.Table.Read(section),
            MaxTrials = section.ReadWhole(SettingTable.MaxTrials),
            Seed = section.Read(SettingTable.SearchSeed) as long? ?? defaults.Seed,
            Budget = Budget(section.Section(SettingTable.Budget)),
        };
    }

    private static SearchBudget? Budget(SpecSection section)
    {
        var budget = new SearchBudget(
            section.Read(SettingTable.BudgetWall) as TimeSpan?,
            section.Read(SettingTable.BudgetDevice) as TimeSpan?,
            section.Read(SettingTable.BudgetMacs) as double?);
        return budget == new SearchBudget(null, null, null) ? null : budget;
    }

    public static TrainingSpec Training(SpecSection root)
    {
        var section = root.Section(SettingTable.Training);
        var defaults = new TrainingSpec();
        return new TrainingSpec
        {
            Images = section.ReadWhole(SettingTable.Images),
            ValidationImages = section.ReadWhole(SettingTable.ValidationImages) ?? defaults.ValidationImages,
            CheckpointEvery = section.ReadWhole(SettingTable.CheckpointEvery) ?? defaults.CheckpointEvery,
            Seed = section.Read(SettingTable.TrainingSeed) as long? ?? defaults.Seed,
        };
    }

    public static LimitsSpec Limits(SpecSection root)
    {
        var section = root.Section(SettingTable.Limits);
        var defaults = new LimitsSpec();
        return new LimitsSpec
        {
            Slots = section.ReadWhole(SettingTable.Slots),
            Retries = section.ReadWhole(SettingTable.Retries) ?? defaults.Retries,
            TrialTimeout = section.Read(SettingTable.TrialTimeout) as TimeSpan?,
            FailedTrials = section.ReadWhole(SettingTable.FailedTrials),
        };
    }

    public static PlacementSpec Placement(SpecSection root)
    {
        var section = root.Section(SettingTable.Placement);
        var defaults = new PlacementSpec();
        return new PlacementSpec
        {
            Priority = section.ReadWhole(SettingTable.Priority) ?? defaults.Priority,
            Labels = section.ReadList(SettingTable.Labels)?.Cast<string>().ToList() ?? defaults.Labels,
        };
    }
}
