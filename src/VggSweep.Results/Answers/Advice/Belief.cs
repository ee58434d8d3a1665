using MathNet.Numerics.Distributions;

namespace VggSweep.Results.Answers.Advice;

/// <summary>What is believed of a configuration's true mean: normal, the greater the better.</summary>
internal sealed record Belief(double Mean, double Variance)
{
    /// <summary>After one more trial, whose result is not known yet.</summary>
    /// <param name="noise">Variance of one seed.</param>
    public Belief After(double noise) => this with { Variance = Variance * noise / (Variance + noise) };

    /// <summary>
    /// The knowledge gradient (Frazier, Powell and Dayanik 2008): by how much one more trial is expected to raise the
    /// true mean
    /// of the configuration that is best after it.
    /// </summary>
    /// <param name="other">The best mean of all others.</param>
    public double Gain(double other, double noise)
    {
        var deviation = Variance / Math.Sqrt(Variance + noise);
        if (deviation <= 0)
        {
            return 0;
        }

        var distance = -Math.Abs(Mean - other) / deviation;
        return deviation * ((distance * Normal.CDF(0, 1, distance)) + Normal.PDF(0, 1, distance));
    }
}
