namespace VggSweep.Core.Api;

/// <summary>Consecutive trials of a sweep.</summary>
/// <param name="Trials">Those that can be read, by number.</param>
/// <param name="Problems">A sentence for each of the page's trials that cannot be read.</param>
/// <param name="Next">The number that the next page starts from; null when this is the last.</param>
public sealed record TrialPage(IReadOnlyList<TrialResult> Trials, IReadOnlyList<string> Problems, int? Next);
