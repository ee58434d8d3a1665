namespace VggSweep.Store.Tests;

/// <summary>What a store does, whatever its database.</summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    /// <summary>On a database of the test's own.</summary>
    protected abstract SweepStore Store { get; }

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    /// <summary>Ends the store, and makes another on the same database.</summary>
    protected abstract Task ReopenAsync();
}
