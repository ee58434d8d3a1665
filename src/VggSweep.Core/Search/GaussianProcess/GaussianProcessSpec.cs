using System.Text.Json.Serialization;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;

namespace VggSweep.Core.Search.GaussianProcess;

/// <summary>The sampler <c>gp</c>.</summary>
public sealed record GaussianProcessSpec : SamplerSpec
{
    /// <summary>By what the next configuration is chosen. Default: the expected improvement.</summary>
    public Acquisition Acquisition { get; init; }

    /// <summary>
    /// Trials with a result before the model is asked; until then trials are spread evenly. Default: 2·(axes + 1), at
    /// most 10.
    /// </summary>
    public int? Startup { get; init; }

    /// <summary>Gain of the objective that justifies <see cref="Per"/> of one slot; the Gittins index needs it. Default: none.</summary>
    public double? Worth { get; init; }

    /// <summary>Default: one hour.</summary>
    public TimeSpan Per { get; init; } = TimeSpan.FromHours(1);

    /// <summary>What a predicted second is worth in units of the objective.</summary>
    [JsonIgnore]
    public double? Price => Worth / Per.TotalSeconds;

    public override ISampler Create(SweepSpec sweep) => new GaussianProcessSampler(sweep, this, trial =>
        TrainingCost.TrialMacs(TrialNetwork.Of(trial).Value!.Macs, sweep.Training, trial.Epochs));
}
