using System.Globalization;
using System.Text.Json.Serialization;
using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Scheduling.Asha;

/// <summary>How asynchronous successive halving compares trials (Li et al. 2020).</summary>
public sealed record AshaSpec : SchedulerSpec
{
    private const int ShownRungs = 4;

    /// <summary>Default: promotion.</summary>
    public AshaForm Form { get; init; } = AshaForm.Promotion;

    /// <summary>In what rungs are counted. Default: epochs.</summary>
    public RungResource Rungs { get; init; } = RungResource.Epochs;

    /// <summary>Of the resource, to the first rung; the paper's r. Default: 1 epoch; rungs in seconds or MACs have none.</summary>
    public double Minimum { get; init; } = 1;

    /// <summary>
    /// Reduction factor η: each rung needs η times the resource of the one before, and the top 1/η advance. Default: 3.
    /// </summary>
    public int Eta { get; init; } = 3;

    /// <summary>
    /// Epochs that every trial trains before it is compared with others; the rungs that it has passed by then it enters at
    /// their end. Default: 1.
    /// </summary>
    public int Grace { get; init; } = 1;

    /// <summary>With whom a trial is compared. Default: any. Left out of stored sweeps then: older ones mean it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Fairness Fair { get; init; } = Fairness.Any;

    public override IScheduler Create(SweepSpec sweep) => new AshaScheduler(this, sweep.Objective);

    public override bool MayPause() => Form is AshaForm.Promotion;

    public override string Describe(int mostEpochs)
    {
        double last = Rungs is RungResource.Epochs ? mostEpochs : double.PositiveInfinity;
        var rungs = Enumerable.Range(0, ShownRungs).TakeWhile(rung => ResourceOf(rung) <= last).Select(ResourceText);
        var more = double.IsFinite(last) ? "" : " ...";
        var grace = Grace > 1 ? $", none before epoch {Grace}" : "";
        var peers = Fair is Fairness.Cost ? ", among trials of like cost" : "";
        return $"asha, {Form.ToString().ToLowerInvariant()}: rungs at {string.Join(", ", rungs)}{more}{grace}; "
            + $"one in {Eta} advances{peers}";
    }

    /// <summary>Of the resource, so many epochs of the trial. Without a prediction not a number: it reaches no rung.</summary>
    public double SpentBy(ScheduledTrial trial, int epochs) => Rungs switch
    {
        RungResource.Macs => epochs * trial.EpochMacs,
        RungResource.Seconds => epochs * trial.EpochSeconds,
        _ => epochs,
    };

    /// <summary>Of the resource, to a rung from 0.</summary>
    public double ResourceOf(int rung) => Minimum * Math.Pow(Eta, rung);

    /// <summary>
    /// As <c>3 epochs</c>, <c>9E+12 MACs</c> or <c>90 predicted seconds</c>. Epochs are whole: a rung at 3.3 of them is
    /// reached with the fourth.
    /// </summary>
    public string ResourceText(int rung)
    {
        var resource = ResourceOf(rung);
        return Rungs switch
        {
            RungResource.Macs => string.Create(CultureInfo.InvariantCulture, $"{resource:0.###E+0} MACs"),
            RungResource.Seconds => string.Create(CultureInfo.InvariantCulture, $"{resource:0.#} predicted seconds"),
            _ when resource <= 1 => "1 epoch",
            _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(resource):0} epochs"),
        };
    }
}

public enum AshaForm
{
    /// <summary>A trial that is not among the best pauses, and goes on when it is.</summary>
    Promotion,

    /// <summary>A trial that is not among the best ends.</summary>
    Stopping,
}

public enum RungResource
{
    Epochs,

    /// <summary>Multiply-accumulates of the trial's training so far: fair between networks of different cost.</summary>
    Macs,

    /// <summary>Seconds of the trial's training so far, as the plan predicted them.</summary>
    Seconds,
}

/// <summary>With whom a trial is compared at a rung.</summary>
public enum Fairness
{
    /// <summary>With all that reached it.</summary>
    Any,

    /// <summary>
    /// With those whose epochs cost the same within a factor of four, in MACs: a wide network that learns slowly does not
    /// lose to a small one that is ahead only at first.
    /// </summary>
    Cost,
}
