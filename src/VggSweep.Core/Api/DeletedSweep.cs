namespace VggSweep.Core.Api;

/// <summary>What a coordinator has deleted.</summary>
/// <param name="WithFiles">False where the coordinator does not reach the workers' shared folder: its files are there still.</param>
public sealed record DeletedSweep(string Sweep, bool WithFiles);
