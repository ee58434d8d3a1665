namespace VggSweep.Core.Sweeps;

/// <summary>One of several objectives of a sweep.</summary>
public sealed record ObjectiveSpec(ObjectiveMetric Metric, ObjectiveDirection Direction)
{
    /// <returns>The greater the better.</returns>
    public double ValueOf(TrialMeasures measures) => (Direction is ObjectiveDirection.Min ? -1 : 1) * Measure(measures);

    /// <summary>As it was measured, whatever the direction.</summary>
    public double Measure(TrialMeasures measures) => Metric switch
    {
        ObjectiveMetric.Accuracy => measures.Accuracy,
        ObjectiveMetric.Loss => measures.Loss,
        ObjectiveMetric.Macs => measures.Macs,
        ObjectiveMetric.Params => measures.Params,
        ObjectiveMetric.PeakBytes => measures.PeakBytes,
        _ => measures.Seconds,
    };
}

/// <summary>What objectives measure.</summary>
public enum ObjectiveMetric
{
    /// <summary>Of the validation images, 0 to 1.</summary>
    Accuracy,

    /// <summary>Of the validation images, mean cross-entropy.</summary>
    Loss,

    /// <summary>Multiply-accumulates of one image forward.</summary>
    Macs,

    /// <summary>Learned values.</summary>
    Params,

    /// <summary>Greatest memory of the trial.</summary>
    PeakBytes,

    /// <summary>Of the whole trial on one slot.</summary>
    Seconds,
}

/// <summary>Which of two measures is better.</summary>
public enum ObjectiveDirection
{
    /// <summary>The greater.</summary>
    Max,

    /// <summary>The smaller.</summary>
    Min,
}

/// <summary>All that objectives may measure of a trial, in the units of <see cref="ObjectiveMetric"/>.</summary>
public readonly record struct TrialMeasures(
    double Accuracy, double Loss, double Macs, double Params, double PeakBytes, double Seconds);
