namespace VggSweep.Core.Search.Tpe;

/// <summary>One axis of a Parzen estimator: a kernel for each observation, and the prior as the last.</summary>
internal interface IKernels
{
    /// <summary>A place drawn from a kernel.</summary>
    double Sample(int kernel, SeededRandom random);

    /// <summary>Adds the logarithm of each kernel's density at a place; of its probability, where the axis has levels.</summary>
    void AddLogDensities(double place, Span<double> densities);
}
