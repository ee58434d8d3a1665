namespace VggSweep.Core.Sweeps.Parameters;

/// <summary>
/// Every key of a sweep file outside of network, parameters and the registries of methods. The reader and the JSON
/// Schema use this one list.
/// </summary>
internal static class SettingTable
{
    /// <summary>Trials of a sweep: numbered, stored and counted as such, and shown in pages.</summary>
    public const int MostTrials = 1_000_000;

    private static readonly ValueKind SeedKind = new ValueKind.Whole(0, TrialParameterTable.GreatestSeed);
    private static readonly ValueKind ImageCount = new ValueKind.Whole(1, TrainingSpec.AvailableImages);

    /// <summary>Of options that count epochs.</summary>
    public static ValueKind EpochCount { get; } = new ValueKind.Whole(1, TrialParameterTable.MostEpochs);

    public static Setting Name { get; } = new("name", new SweepName(), "quickstart", "Name of the sweep; its id starts with it.");

    public static Setting Objective { get; } = new(
        "objective", ValueKind.Choice.Of<Objective>(), "validationAccuracy",
        "Metric that the best trial is chosen by. Default: validationAccuracy.");

    public static Setting Resume { get; } = new(
        "resume", ValueKind.Choice.Of<ResumeRule>(), "any",
        "any: a started trial may resume under other numerics and is marked; exact: it waits for equal ones. Default: any.");

    public static Setting MaxTrials { get; } = new(
        "maxTrials", new ValueKind.Whole(1, MostTrials), "20",
        "Maximum number of trials; required except by grid. Default: the whole grid.");

    public static Setting SearchSeed { get; } = new("seed", SeedKind, "1", "Seed of the random draws. Default: 0.");

    public static Setting BudgetWall { get; } = new(
        "wall", new Duration(), "8h", "Time from submission to the predicted end of a trial. Default: no limit.");

    public static Setting BudgetDevice { get; } = new(
        "device", new Duration(), "40h", "Training time of all slots together. Default: no limit.");

    public static Setting BudgetMacs { get; } = new(
        "macs", new ValueKind.Real("a number above 0", 0, IncludesLow: false), "1e15",
        "Multiply-accumulates of training. Default: no limit.");

    public static SettingSection Budget { get; } = new(
        "budget", "What the search may take; a trial that would pass it is not started.",
        [BudgetWall, BudgetDevice, BudgetMacs]);

    public static Setting Images { get; } = new(
        "images", ImageCount, "20000",
        "Training images, a subset drawn by the seed. Default: all that are not held out.");

    public static Setting ValidationImages { get; } = new(
        "validationImages", new ValueKind.Whole(0, TrainingSpec.AvailableImages), "5000",
        "Images held out of the 60,000 to choose the best trial; 0: none, and the test images choose, as in the chapter. Default: 5000.");

    public static Setting CheckpointEvery { get; } = new(
        "checkpointEvery", EpochCount, "1", "Epochs between checkpoints; the last epoch always has one. Default: 1.");

    public static Setting TrainingSeed { get; } = new("seed", SeedKind, "1", "Seed of both subsets. Default: 0.");

    public static Setting Slots { get; } = new(
        "slots", new ValueKind.Whole(1, 1_024), "2", "Maximum number of trials at once. Default: one per slot.");

    public static Setting Retries { get; } = new(
        "retries", new ValueKind.Whole(0, 100), "2", "Retries of a trial that failed through no fault of its own. Default: 2.");

    public static Setting TrialTimeout { get; } = new(
        "trialTimeout", new Duration(), "90s, 30m or 2h",
        "Time limit of one attempt: 90s, 30m, 2h, 01:30:00 or a number of seconds. Default: none.");

    public static Setting FailedTrials { get; } = new(
        "failedTrials", new ValueKind.Whole(1, MostTrials), "5", "Failed trials after which no more start. Default: no limit.");

    public static Setting Priority { get; } = new(
        "priority", new ValueKind.Whole(PlacementSpec.LowestPriority, PlacementSpec.HighestPriority), "10",
        "Sweeps of higher priority get free slots first; equals share them. Default: 0.");

    public static Setting Labels { get; } = new(
        "labels", new LabelName(), "a100", "Labels that a worker must have, such as [a100, room2]. Default: none.",
        IsList: true);

    /// <summary>Beside them it has the budget, the choice of a sampler, and the sections of samplers.</summary>
    public static SettingSection Search { get; } = new("search", "How trials are drawn from the parameters.", [MaxTrials, SearchSeed]);

    public static SettingSection Training { get; } = new(
        "training", "Data and checkpoints of all trials.", [Images, ValidationImages, CheckpointEvery, TrainingSeed]);

    public static SettingSection Limits { get; } = new("limits", "Limits of the sweep.", [Slots, Retries, TrialTimeout, FailedTrials]);

    public static SettingSection Placement { get; } = new(
        "placement", "Which workers train the sweep, and its priority.", [Priority, Labels]);
}
