namespace VggSweep.Results.Answers.Fit;

/// <summary>Errors as a function of a place: least squares over points that were measured.</summary>
internal interface IErrorModel
{
    /// <summary>Least-squares coefficients.</summary>
    /// <param name="errors">One of each point, in their order.</param>
    double[] Fit(ReadOnlySpan<double> errors);

    /// <param name="coefficients">As <see cref="Fit"/> returns them.</param>
    double At(ReadOnlySpan<double> coefficients, double[] place);

    /// <summary>Coefficients that are not at a bound: the degrees of freedom that the fit takes.</summary>
    int Free(ReadOnlySpan<double> coefficients);
}
