using System.Net;
using VggSweep.TestCluster;

namespace VggSweep.Cluster.Tests;

/// <summary>A database that stands still keeps nobody waiting, and nobody learns where it is.</summary>
[Collection(OneAtATime.Name)]
public sealed class FrozenDatabase(RunningCluster running) : IClassFixture<RunningCluster>
{
    /// <summary>Five, and what a busy machine takes for the rest.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(7);

    private readonly TestCluster.Cluster cluster = running.Cluster;

    [Fact]
    public async Task While_the_database_is_frozen_every_question_is_answered_with_503_within_five_seconds()
    {
        var sweep = await cluster.SubmitAsync(SmallNet.Sweep("frozen", trials: 1));
        var address = cluster.AddressOf(cluster.Coordinators.First());
        using var client = new HttpClient { BaseAddress = new Uri(address, "/api/v1/") };
        cluster.Postgres.Freeze();
        try
        {
            Task<HttpResponseMessage>[] asked =
            [
                .. ((string[])["sweeps", $"sweeps/{sweep}", $"sweeps/{sweep}/epochs", $"sweeps/{sweep}/events",
                    $"sweeps/{sweep}/trials/1/epochs"]).Select(path => client.GetAsync(path)),
                .. ((string[])[$"sweeps/{sweep}/pause", $"sweeps/{sweep}/cancel", $"sweeps/{sweep}/extend", "plan", "sweeps"])
                    .Select(path => client.PostAsync(path, new StringContent(SmallNet.Sweep("frozen", trials: 2)))),
                client.DeleteAsync($"sweeps/{sweep}"),
                client.GetAsync(new Uri(address, "/health")),
            ];
            foreach (var answer in await Task.WhenAll(asked).WaitAsync(Longest))
            {
                Assert.Equal(
                    (answer.RequestMessage!.RequestUri, HttpStatusCode.ServiceUnavailable),
                    (answer.RequestMessage.RequestUri, answer.StatusCode));
                Assert.DoesNotContain("127.0.0.1", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }

            Assert.True(
                (await client.GetAsync("workers").WaitAsync(Longest)).StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable);
        }
        finally
        {
            cluster.Postgres.Thaw();
        }

        await cluster.UntilAsync("the API answers again", async () => (await client.GetAsync($"sweeps/{sweep}")).IsSuccessStatusCode);
    }
}
