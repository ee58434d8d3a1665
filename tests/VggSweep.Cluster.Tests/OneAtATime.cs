namespace VggSweep.Cluster.Tests;

/// <summary>Two clusters at once would slow each other down on two cores, and some of the tests are about time.</summary>
[CollectionDefinition(Name)]
public sealed class OneAtATime
{
    public const string Name = "one at a time";
}
