namespace VggSweep.Results.Answers.Importance;

/// <summary>How much one parameter decides whether a configuration is among the best.</summary>
/// <param name="Share">Of the sum of all divergences, 0 to 1.</param>
/// <param name="Divergence">Pearson divergence between the best configurations and all.</param>
/// <param name="Chance">
/// The 90 % quantile of the divergence when the best are drawn at random from the same configurations.
/// </param>
public sealed record ParameterImportance(string Parameter, double Share, double Divergence, double Chance)
{
    /// <summary>Whether the data tell the parameter from one without effect.</summary>
    public bool IsDistinct => Divergence > Chance;
}
