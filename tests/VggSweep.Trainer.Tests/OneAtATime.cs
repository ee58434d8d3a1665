namespace VggSweep.Trainer.Tests;

/// <summary>torch's random state and thread count belong to the process: two tests at once would share them.</summary>
[CollectionDefinition(Name)]
public sealed class OneAtATime
{
    public const string Name = "one at a time";
}
