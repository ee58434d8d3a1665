namespace VggSweep.EndToEnd.Tests;

/// <summary>Tests that take the process's console and current folder.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
