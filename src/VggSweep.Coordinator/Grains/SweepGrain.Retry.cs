using VggSweep.Core.Sweeps;

namespace VggSweep.Coordinator.Grains;

/// <content>Failed trials that a person wants tried again.</content>
internal sealed partial class SweepGrain
{
    public async Task<IReadOnlyList<int>> Retry(int? trial, string reason)
    {
        var retried = await store.RetryAsync(Id, trial, reason);
        foreach (var number in retried)
        {
            search.Retry(number);
        }

        await ReadAsync();
        if (retried.Count > 0 && state is not SweepState.Paused)
        {
            await Start();
        }

        return retried;
    }
}
