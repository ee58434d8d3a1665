using VggSweep.EndToEnd.Tests.Harness;
using VggSweep.Store;

namespace VggSweep.EndToEnd.Tests;

/// <summary>The small sweep, trained once without a disturbance.</summary>
public sealed class UninterruptedRun : IAsyncLifetime
{
    /// <summary>Hashes of the final weights, by trial.</summary>
    public static IReadOnlyList<string?> Weights { get; private set; } = [];

    public async ValueTask InitializeAsync() => Weights = await TrainAsync(SmallSweep.Yaml());

    /// <returns>Hashes of the final weights, by trial.</returns>
    public static async Task<IReadOnlyList<string?>> TrainAsync(string yaml)
    {
        using var folder = new TemporaryFolder();
        (await VggSweepProgram.RunAsync(folder.Path, "run", folder.Write("small.yaml", yaml))).Expect(0);
        await using var store = SweepStore.OpenToRead(folder.Home, TimeProvider.System);
        IReadOnlyList<string?> weights = [.. (await store.TrialsAsync("small-1")).Select(trial => trial.WeightsHash)];
        Assert.Equal(2, weights.Distinct().Count());
        return weights;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
