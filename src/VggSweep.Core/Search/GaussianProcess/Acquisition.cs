namespace VggSweep.Core.Search.GaussianProcess;

/// <summary>By what the next configuration is chosen.</summary>
public enum Acquisition
{
    /// <summary>The logarithm of the expected improvement: a trial is a trial, whatever it costs.</summary>
    ExpectedImprovement,

    /// <summary>The logarithm of the expected improvement per unit of cost.</summary>
    ImprovementPerCost,

    /// <summary>Pandora's-box Gittins index: what a configuration may reach, less what it costs to find out.</summary>
    Gittins,
}
