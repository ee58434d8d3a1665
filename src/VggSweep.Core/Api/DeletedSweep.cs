namespace VggSweep.Core.Api;

/// <summary>What a coordinator has deleted.</summary>
/// <param name="WithFiles">False where the coordinator does not reach the workers' shared folder: all files remain.</param>
/// <param name="Left">What remains in the sweep's folder, each with the reason.</param>
public sealed record DeletedSweep(string Sweep, bool WithFiles, IReadOnlyList<string> Left);
