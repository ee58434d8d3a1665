namespace VggSweep.Client;

/// <summary>A successful answer.</summary>
/// <param name="From">The coordinator.</param>
internal sealed record ApiAnswer(Uri From, string Body);
