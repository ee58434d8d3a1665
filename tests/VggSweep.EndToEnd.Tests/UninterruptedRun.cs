using VggSweep.EndToEnd.Tests.Harness;
using VggSweep.Store;

namespace VggSweep.EndToEnd.Tests;

/// <summary>The small sweep, trained once without a disturbance.</summary>
public sealed class UninterruptedRun : IAsyncLifetime
{
    /// <summary>Hashes of the final weights, by trial.</summary>
    public static IReadOnlyList<string?> Weights { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        using var folder = new TemporaryFolder();
        (await VggSweepProgram.RunAsync(folder.Path, "run", folder.Write("small.yaml", SmallSweep.Yaml()))).Expect(0);
        await using var store = SweepStore.OpenToRead(folder.Home, TimeProvider.System);
        Weights = [.. (await store.TrialsAsync("small-1")).Select(trial => trial.WeightsHash)];
        Assert.Equal(2, Weights.Distinct().Count());
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
