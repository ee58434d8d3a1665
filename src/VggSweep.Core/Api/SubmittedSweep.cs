namespace VggSweep.Core.Api;

/// <summary>The answer to a sweep file that was taken.</summary>
/// <param name="Trials">How many trials it adds.</param>
public sealed record SubmittedSweep(string Sweep, int Trials);
