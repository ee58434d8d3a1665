using VggSweep.Client;
using VggSweep.Core.Api;

namespace VggSweep.Cli.Sources;

/// <summary>A cluster, over its HTTP API.</summary>
internal sealed class ServerSource(CoordinatorClient client) : SweepSource
{
    /// <summary>For what only a cluster does.</summary>
    public CoordinatorClient Client => client;

    public override string Place => $"{client.Address}";

    public override Task<IReadOnlyList<ListedSweep>> ListAsync() => client.SweepsAsync();

    public override Task<SweepDetails> DetailsAsync(string sweep) => client.DetailsAsync(sweep);

    public override Task<TrialPage> TrialsAsync(string sweep, int from, int most) => client.TrialsAsync(sweep, from, most);

    public override Task<TrialPage> BestAsync(string sweep) => client.BestAsync(sweep);

    public override Task<IReadOnlyList<ListedEpoch>> EpochsAsync(string sweep, int trial) => client.EpochsAsync(sweep, trial);

    public override Task<IReadOnlyList<TrialEpochs>> AllEpochsAsync(string sweep) => client.AllEpochsAsync(sweep);

    public override Task<string> LogAsync(string sweep, int trial, int from) => client.LogAsync(sweep, trial, from);

    public override Task<IReadOnlyList<ListedAttempt>> AttemptsAsync(string sweep) => client.AttemptsAsync(sweep);

    public override Task<IReadOnlyList<ListedEvent>> EventsAsync(string sweep) => client.EventsAsync(sweep);

    public override ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }
}
