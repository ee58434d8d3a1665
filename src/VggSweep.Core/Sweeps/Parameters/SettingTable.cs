namespace VggSweep.Core.Sweeps.Parameters;

/// <summary>Every key of a sweep file outside of network and parameters. The reader and the JSON Schema use this one list.</summary>
internal static class SettingTable
{
    /// <summary>A sweep's trials are rows, and its plan one list in memory.</summary>
    public const int MostTrials = 100_000;

    private static readonly ValueKind SeedKind = new ValueKind.Whole(0, TrialParameterTable.GreatestSeed);
    private static readonly ValueKind ImageCount = new ValueKind.Whole(1, TrainingSpec.AvailableImages);
    private static readonly ValueKind EpochCount = new ValueKind.Whole(1, 10_000);

    public static Setting Name { get; } = new("name", new SweepName(), "quickstart", "The sweep's name, which its id begins with.");

    public static Setting Scheduler { get; } = new(
        "scheduler", ValueKind.Choice.Of<SchedulerKind>(), "none", "none: every trial runs all its epochs; asha: asynchronous successive halving. Default: none.");

    public static Setting Objective { get; } = new(
        "objective", ValueKind.Choice.Of<Objective>(), "validationAccuracy", "By what the best trial is chosen. Default: validationAccuracy.");

    public static Setting Resume { get; } = new(
        "resume", ValueKind.Choice.Of<ResumeRule>(), "any",
        "any: a begun trial may go on under other numerics, and is marked; exact: it waits for equal ones. Default: any.");

    public static Setting Method { get; } = new("method", ValueKind.Choice.Of<SearchKind>(), "grid", "grid: every combination; random: maxTrials draws. Default: grid.");

    public static Setting MaxTrials { get; } = new(
        "maxTrials", new ValueKind.Whole(1, MostTrials), "20", "At most so many trials; a random search needs it. Default: all of a grid.");

    public static Setting SearchSeed { get; } = new("seed", SeedKind, "1", "Of random draws. Default: 0.");

    public static Setting Form { get; } = new(
        "form", ValueKind.Choice.Of<AshaForm>(), "promotion",
        "promotion: a trial that is not among the best pauses, and goes on when it is; stopping: it ends. Default: promotion.");

    public static Setting Rungs { get; } = new(
        "rungs", ValueKind.Choice.Of<RungResource>(), "epochs", "epochs, or macs: multiply-accumulates of the trial so far. Default: epochs.");

    public static Setting Minimum { get; } = new("minimum", EpochCount, "1", "Epochs, or MACs, to the first rung. Default: 1 epoch; rungs in macs have none.");

    /// <summary><see cref="Minimum"/> of rungs in MACs.</summary>
    public static Setting MinimumMacs { get; } = Minimum with { Kind = new ValueKind.Real("a number of MACs from 1", 1), Example = "1e12" };

    public static Setting Eta { get; } = new(
        "eta", new ValueKind.Whole(2, 100), "3", "Each rung lies so many times as far as the one before, and one in so many goes on. Default: 3.");

    public static Setting Grace { get; } = new("grace", EpochCount, "1", "Epochs before which no trial is compared. Default: 1.");

    public static Setting Images { get; } = new("images", ImageCount, "20000", "Training images, a subset drawn by the seed. Default: all that are not held out.");

    public static Setting ValidationImages { get; } = new(
        "validationImages", new ValueKind.Whole(0, TrainingSpec.AvailableImages), "5000",
        "Images held out of the 60,000 to choose by; 0: none, and the test images choose, as in the chapter. Default: 5000.");

    public static Setting CheckpointEvery { get; } = new("checkpointEvery", EpochCount, "1", "Epochs between checkpoints; the last epoch always has one. Default: 1.");

    public static Setting TrainingSeed { get; } = new("seed", SeedKind, "1", "Draws both subsets. Default: 0.");

    public static Setting Slots { get; } = new("slots", new ValueKind.Whole(1, 1_024), "2", "Trials at once. Default: as many as there are slots.");

    public static Setting Retries { get; } = new(
        "retries", new ValueKind.Whole(0, 100), "2", "Further attempts after one that failed through no fault of its own. Default: 2.");

    public static Setting TrialTimeout { get; } = new("trialTimeout", new Duration(), "90s, 30m or 2h", "Of one attempt: 90s, 30m, 2h, 01:30:00 or a number of seconds. Default: none.");

    public static Setting FailedTrials { get; } = new(
        "failedTrials", new ValueKind.Whole(1, MostTrials), "5", "Failed trials after which no more are started. Default: no limit.");

    public static Setting Priority { get; } = new(
        "priority", new ValueKind.Whole(PlacementSpec.LowestPriority, PlacementSpec.HighestPriority), "10", "The higher gets free slots first; equals share them. Default: 0.");

    public static Setting Labels { get; } = new("labels", new LabelName(), "a100", "That a worker must have, as [a100, room2]. Default: none.", IsList: true);

    public static SettingSection Search { get; } = new("search", "How trials are drawn from the parameters.", [Method, MaxTrials, SearchSeed]);

    public static SettingSection Asha { get; } = new(
        "asha", "Only with scheduler asha: rung k is at minimum × eta^k, and of n trials there n/eta go on.", [Form, Rungs, Minimum, Eta, Grace]);

    public static SettingSection Training { get; } = new(
        "training", "What all trials share about data and checkpoints.", [Images, ValidationImages, CheckpointEvery, TrainingSeed]);

    public static SettingSection Limits { get; } = new("limits", "Where the sweep stops.", [Slots, Retries, TrialTimeout, FailedTrials]);

    public static SettingSection Placement { get; } = new("placement", "Which workers train the sweep, and before whom.", [Priority, Labels]);
}
