namespace VggSweep.ServiceDefaults;

/// <summary>What a silo does. Its name in the membership table begins with its role, so that every silo knows the others'.</summary>
public enum SiloRole
{
    /// <summary>Hosts the grains and the grain directory.</summary>
    Coordinator,

    /// <summary>Trains. No other silo ever waits for it.</summary>
    Worker,
}
