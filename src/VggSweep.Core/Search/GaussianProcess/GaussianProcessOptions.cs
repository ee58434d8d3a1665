namespace VggSweep.Core.Search.GaussianProcess;

/// <summary>What a search by Gaussian process may be told.</summary>
public sealed record GaussianProcessOptions
{
    /// <summary>Default: the expected improvement.</summary>
    public Acquisition Acquisition { get; init; }

    /// <summary>Trials with a result before the model is asked; until then trials are spread evenly. Default: 2·(axes + 1), at most 10.</summary>
    public int? Startup { get; init; }

    /// <summary>
    /// What a unit of cost is worth in units of the objective, above 0: the Gittins index needs it, and ends the search when
    /// no trial is worth its cost. Default: none.
    /// </summary>
    public double? Price { get; init; }
}
