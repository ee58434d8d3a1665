using System.Globalization;
using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Scheduling.Pasha;

/// <summary>The scheduler <c>pasha</c>: ASHA that trains further only while the ranking changes (arXiv 2207.06940).</summary>
public sealed record PashaSpec : SchedulerSpec
{
    /// <summary>Epochs to the first rung; the paper's r. Default: 1.</summary>
    public int Minimum { get; init; } = 1;

    /// <summary>
    /// Reduction factor η: each rung needs η times the epochs of the one before, and the top 1/η advance. Default: 3.
    /// </summary>
    public int Eta { get; init; } = 3;

    /// <summary>
    /// Results that differ by no more are equal when rankings are compared; the paper's ε, of the objective. Default:
    /// 0.01. The paper's estimate of it from crossing curves is not implemented.
    /// </summary>
    public double Epsilon { get; init; } = 0.01;

    public override IScheduler Create(SweepSpec sweep) => new PashaScheduler(this, sweep.MostEpochs(), sweep.Objective);

    public override bool MayPause() => true;

    public override bool DependsOnMostEpochs() => true;

    public override string Describe(int mostEpochs) => string.Create(
        CultureInfo.InvariantCulture,
        $"pasha: rungs at {Minimum} and {EpochsOf(1)} epochs, further up to {mostEpochs} while the ranking changes; "
        + $"one in {Eta} advances");

    /// <summary>Epochs to a rung from 0.</summary>
    public double EpochsOf(int rung) => Minimum * Math.Pow(Eta, rung);
}
