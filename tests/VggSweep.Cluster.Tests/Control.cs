using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Npgsql;
using VggSweep.Core.Api;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Resolved;
using VggSweep.Core.Trials;
using VggSweep.Store;
using VggSweep.TestCluster;
using VggSweep.Tests;

namespace VggSweep.Cluster.Tests;

/// <summary>What a person asks of a cluster is done, and stored with its reason.</summary>
[Collection(OneAtATime.Name)]
public sealed class Control(RunningCluster running) : IClassFixture<RunningCluster>
{
    private readonly TestCluster.Cluster cluster = running.Cluster;

    [Fact]
    public async Task A_paused_sweep_gives_its_slots_back_with_a_checkpoint_and_goes_on_when_resumed()
    {
        var worker = cluster.StartWorker();
        var sweep = await cluster.SubmitAsync(SmallNet.Sweep("paused", trials: 1, epochs: 200));
        await UntilAsync(sweep, trial => trial.Done >= 1);
        await cluster.PostAsync($"sweeps/{sweep}/pause");
        await UntilAsync(sweep, trial => trial.State is TrialState.Pending);
        Assert.Equal(SweepState.Paused, (await cluster.Store.FindSweepAsync(sweep))!.State);
        Assert.NotEmpty(await cluster.Store.CheckpointsAsync(sweep, 1));
        var done = (await cluster.Store.TrialAsync(sweep, 1))!.Done;

        await cluster.PostAsync($"sweeps/{sweep}/resume");
        await UntilAsync(sweep, trial => trial.Done > done);

        Assert.Contains(await cluster.Store.DecisionsAsync(sweep), row => row.Kind == "Pause");
        await EndAsync(sweep, worker);
    }

    [Fact]
    public async Task A_cancelled_trial_ends_and_the_others_go_on()
    {
        var worker = cluster.StartWorker();
        var sweep = await cluster.SubmitAsync(SmallNet.Sweep("cancelled", trials: 2, epochs: 200));
        await UntilAsync(sweep, trial => trial.Done >= 1);
        await cluster.PostAsync($"sweeps/{sweep}/trials/1/cancel");
        await UntilAsync(sweep, trial => trial.State is TrialState.Cancelled);
        await UntilAsync(sweep, trial => trial.Done >= 1, number: 2);
        await EndAsync(sweep, worker);
        await UntilAsync(sweep, trial => trial.State is TrialState.Cancelled, number: 2);
        Assert.Equal(SweepState.Cancelled, (await cluster.Store.FindSweepAsync(sweep))!.State);
    }

    [Fact]
    public async Task A_failed_trial_is_tried_again_when_somebody_asks_for_it()
    {
        var worker = cluster.StartWorker();
        var sweep = await cluster.SubmitAsync(
            SmallNet.Sweep("retried", trials: 2, epochs: 1).Replace("lr: 0.1", "lr: 1e30", StringComparison.Ordinal));
        await EndedAsync(sweep);
        using var client = new HttpClient();
        var listed = await cluster.AskAsync(address => client.GetAsync(new Uri(address, $"/api/v1/sweeps/{sweep}")));
        Assert.Contains("\"state\":\"failed\"", await listed.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await cluster.PostAsync($"sweeps/{sweep}/trials/2/retry");
        await UntilAsync(sweep, trial => trial is { State: TrialState.Failed, Attempts: 2 }, number: 2);
        await EndedAsync(sweep);
        Assert.Equal(1, (await cluster.Store.TrialAsync(sweep, 1))!.Attempts);
        await EndAsync(sweep, worker);
    }

    [Fact]
    public async Task A_trials_log_is_read_over_the_API_and_goes_on_from_where_it_was_read()
    {
        var worker = cluster.StartWorker();
        var sweep = await cluster.SubmitAsync(SmallNet.Sweep("logged", trials: 1, epochs: 1));
        await EndedAsync(sweep);
        using var client = new HttpClient();
        var log = await ReadAsync(from: 0);
        Assert.Contains("epoch 1: train loss", log, StringComparison.Ordinal);
        Assert.Equal(log[20..], await ReadAsync(from: 20));
        Assert.Empty(await ReadAsync(log.Length));
        await worker.StopAsync();

        async Task<string> ReadAsync(int from) => await (await cluster.AskAsync(
            address => client.GetAsync(new Uri(address, $"/api/v1/sweeps/{sweep}/trials/1/log?from={from}")))).Content.ReadAsStringAsync();
    }

    [Fact]
    public async Task A_finished_sweep_that_is_extended_trains_what_it_does_not_have()
    {
        var worker = cluster.StartWorker();
        var sweep = await cluster.SubmitAsync(SmallNet.Sweep("extended", trials: 1, epochs: 1));
        await EndedAsync(sweep);
        var larger = SmallNet.Sweep("extended", trials: 3, epochs: 1);
        using var client = new HttpClient();
        await cluster.AskAsync(
            address => client.PostAsync(
                new Uri(address, $"/api/v1/sweeps/{sweep}/extend"),
                new StringContent(larger, Encoding.UTF8, "text/plain")));
        await EndedAsync(sweep);
        var trials = await cluster.Store.TrialsAsync(sweep);
        Assert.Equal([1, 2, 3], trials.Select(trial => trial.Number));
        Assert.All(trials, trial => Assert.Equal((TrialState.Completed, 1), (trial.State, trial.Attempts)));
        await EndAsync(sweep, worker);
    }

    [Fact]
    public async Task Twelve_files_that_extend_a_paused_sweep_at_once_are_all_taken_and_leave_it_paused()
    {
        var sweep = await cluster.SubmitAsync(SmallNet.Sweep("widened", trials: 1, epochs: 1));
        await cluster.PostAsync($"sweeps/{sweep}/pause");
        var answers = await Task.WhenAll(Enumerable.Range(2, 12).Select(seed =>
            ExtendAsync(
                sweep,
                SmallNet.Sweep("widened", trials: 1, epochs: 1).Replace("seed: [1]", $"seed: [{seed}]", StringComparison.Ordinal))));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(13, (await cluster.Store.TrialsAsync(sweep)).Select(trial => trial.Identity).Distinct().Count());
        Assert.Equal(SweepState.Paused, (await cluster.Store.FindSweepAsync(sweep))!.State);

        var refused = await ExtendAsync(sweep, SmallNet.Sweep("widened", trials: 1, epochs: 2, images: 1024));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Contains(
            "training.images: 512 -> 1024; network.epochs: 1 -> 2", problem.GetProperty("detail").GetString(),
            StringComparison.Ordinal);
        Assert.Equal(
            ["network.epochs", "training.images"],
            problem.GetProperty("differences").EnumerateArray().Select(one => one.GetProperty("path").GetString()!).Order());

        await cluster.PostAsync($"sweeps/{sweep}/cancel");
        Assert.Equal(HttpStatusCode.Conflict, (await ExtendAsync(sweep, SmallNet.Sweep("widened", trials: 3, epochs: 1))).StatusCode);
        Assert.Equal(13, (await cluster.Store.TrialsAsync(sweep)).Count);
    }

    [Fact]
    public async Task A_sweep_whose_row_cannot_be_read_is_named_and_can_only_be_ended()
    {
        var sweep = await cluster.SubmitAsync(SmallNet.Sweep("old", trials: 1, epochs: 1));
        await cluster.PostAsync($"sweeps/{sweep}/pause");
        await using var database = NpgsqlDataSource.Create(cluster.Configuration()["ConnectionStrings__vggsweep"]);
        await using (var damage = database.CreateCommand(
            $"UPDATE sweeps SET spec = '{ResolvedForm.Unreadable("of another time")}' WHERE id = '{sweep}'"))
        {
            await damage.ExecuteNonQueryAsync();
        }

        using var client = new HttpClient();
        var listed = await client.GetFromJsonAsync<IReadOnlyList<ListedSweep>>(new Uri(cluster.Address, "/api/v1/sweeps"), ApiJson.Options);
        Assert.Equal("it cannot be read: of another time", listed!.Single(one => one.Sweep == sweep).Problem);
        var details = await client.GetFromJsonAsync<SweepDetails>(new Uri(cluster.Address, $"/api/v1/sweeps/{sweep}"), ApiJson.Options);
        Assert.Equal($"Sweep {sweep} cannot be read: of another time.", Assert.Single(details!.Problems));
        Assert.Equal(
            HttpStatusCode.Conflict,
            (await client.PostAsync(new Uri(cluster.Address, $"/api/v1/sweeps/{sweep}/resume"), content: null)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await ExtendAsync(sweep, SmallNet.Sweep("old", trials: 2, epochs: 1))).StatusCode);
        await cluster.PostAsync($"sweeps/{sweep}/cancel");
        await UntilAsync(sweep, trial => trial.State is TrialState.Cancelled);
    }

    [Fact]
    public async Task A_sweep_is_deleted_with_its_files_when_it_is_at_its_end_and_not_before()
    {
        var worker = cluster.StartWorker();
        var sweep = await cluster.SubmitAsync(SmallNet.Sweep("deleted", trials: 2, epochs: 200));
        await UntilAsync(sweep, trial => trial.Done >= 1);
        using var client = new HttpClient();
        HttpResponseMessage? answer = null;
        await Assert.ThrowsAsync<HttpRequestException>(() => cluster.AskAsync(async address =>
            answer = await client.DeleteAsync(new Uri(address, $"/api/v1/sweeps/{sweep}"))));
        Assert.Equal(HttpStatusCode.Conflict, answer!.StatusCode);
        Assert.NotNull(await cluster.Store.FindSweepAsync(sweep));

        await EndAsync(sweep, worker);
        await UntilAsync(sweep, trial => trial.State is TrialState.Cancelled);
        await UntilAsync(sweep, trial => trial.State is TrialState.Cancelled, number: 2);
        await cluster.AskAsync(address => client.DeleteAsync(new Uri(address, $"/api/v1/sweeps/{sweep}")));
        Assert.Null(await cluster.Store.FindSweepAsync(sweep));
        Assert.Empty(await cluster.Store.TrialsAsync(sweep));
        Assert.False(Directory.Exists(Path.Combine(cluster.Files, "sweeps", sweep)));
    }

    [Fact]
    public async Task A_drained_worker_hands_over_and_leaves()
    {
        var (leaver, heir) = (cluster.StartWorker(), cluster.StartWorker());
        var sweep = await cluster.SubmitAsync(SmallNet.Sweep("drained", trials: 2, epochs: 200));
        await UntilAsync(sweep, trial => trial.Done >= 1);
        await UntilAsync(sweep, trial => trial.Done >= 1, number: 2);
        await cluster.PostAsync($"workers/{leaver.Name}/drain");
        await leaver.EndedAsync().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(0, leaver.ExitCode);
        Assert.Contains(await cluster.Store.WorkerDecisionsAsync(), row => row.Worker == leaver.Name && row.Kind == "Draining");
        Assert.DoesNotContain(await cluster.WorkersAsync(), worker => worker.Worker == leaver.Name);
        await EndAsync(sweep, heir);
    }

    [Fact]
    public async Task The_metrics_of_a_worker_that_drains_can_be_read_until_its_slots_are_done()
    {
        var worker = cluster.StartWorker();
        var sweep = await cluster.SubmitAsync(SmallNet.Sweep("slow-leaver", trials: 1, epochs: 200));
        await UntilAsync(sweep, trial => trial.Done >= 1);
        var trainer = worker.Trainers()[0];
        _ = Signals.Send(trainer, Signals.Stop); // It cannot hand over yet.
        await cluster.PostAsync($"workers/{worker.Name}/drain");
        await cluster.UntilAsync(
            "the worker begins to leave",
            () => Task.FromResult(worker.Log.Contains("Drained", StringComparison.Ordinal)));
        using var client = new HttpClient();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var scrape = 1; scrape <= 20; scrape++)
        {
            Assert.Contains("vggsweep_worker_slots{", await client.GetStringAsync(cluster.MetricsOf(worker)), StringComparison.Ordinal);
            await timer.WaitForNextTickAsync();
        }

        _ = Signals.Send(trainer, Signals.Continue);
        await worker.EndedAsync().WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(0, worker.ExitCode);
        await UntilAsync(sweep, trial => trial.State is TrialState.Pending);
        await cluster.PostAsync($"sweeps/{sweep}/cancel");
    }

    [Fact]
    public async Task A_worker_that_was_gone_for_a_day_is_forgotten()
    {
        await cluster.Store.SaveWorkerAsync("yesterday", "Active", null, null);
        await cluster.Store.SaveWorkerAsync("today", "Gone", null, null);
        await using var database = NpgsqlDataSource.Create(cluster.Configuration()["ConnectionStrings__vggsweep"]);
        await using (var age = database.CreateCommand(
            "UPDATE workers SET since_ms = since_ms - 24 * 3600 * 1000 - 60 * 1000 WHERE name = 'yesterday'"))
        {
            await age.ExecuteNonQueryAsync();
        }

        await cluster.UntilAsync(
            "the worker of yesterday is forgotten",
            async () => (await cluster.Store.WorkersAsync()).All(row => row.Name != "yesterday"));
        Assert.Contains(await cluster.Store.WorkersAsync(), row => row.Name == "today");
    }

    /// <summary>Placement's hard requirements: who lacks a label or the memory gets nothing.</summary>
    [Fact]
    public async Task A_trial_waits_for_a_worker_that_has_its_labels()
    {
        var plain = cluster.StartWorker();
        var sweep = await cluster.SubmitAsync(SmallNet.Sweep("labelled", trials: 1, epochs: 1) + "placement: { labels: [a100] }\n");
        await cluster.UntilAsync(
            "the worker is there", async () => (await cluster.WorkersAsync()).Any(worker => worker.Worker == plain.Name));
        var labelled = cluster.StartWorker(1, ("Labels", "room2, a100"));
        await EndedAsync(sweep);
        Assert.Equal([labelled.Name], (await cluster.Store.AttemptsAsync(sweep, 1)).Select(attempt => attempt.Worker));
        await plain.StopAsync();
        await EndAsync(sweep, labelled);
    }

    [Fact]
    public async Task Mistakes_of_a_file_come_back_and_nothing_is_created()
    {
        using var client = new HttpClient();
        HttpResponseMessage? answer = null;
        var before = (await cluster.Store.ListSweepsAsync()).Count;
        await Assert.ThrowsAsync<HttpRequestException>(() => cluster.AskAsync(async address =>
            answer = await client.PostAsync(
                new Uri(address, "/api/v1/sweeps"),
                new StringContent("name: bad\nparamters: {}\n", Encoding.UTF8, "text/plain"))));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer!.StatusCode);
        Assert.Contains("paramters", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(before, (await cluster.Store.ListSweepsAsync()).Count);
    }

    private Task UntilAsync(string sweep, Func<TrialRow, bool> isSo, int number = 1) => cluster.UntilAsync(
        $"trial {number} of {sweep} is as awaited", async () => isSo((await cluster.Store.TrialAsync(sweep, number))!));

    private async Task<HttpResponseMessage> ExtendAsync(string sweep, string yaml)
    {
        using var client = new HttpClient();
        return await client.PostAsync(
            new Uri(cluster.Address, $"/api/v1/sweeps/{sweep}/extend"),
            new StringContent(yaml, Encoding.UTF8, "text/plain"));
    }

    private Task EndedAsync(string sweep) => cluster.UntilAsync(
        $"{sweep} ends", async () => (await cluster.Store.FindSweepAsync(sweep))!.State is SweepState.Completed);

    private async Task EndAsync(string sweep, ClusterProcess worker)
    {
        if (!(await cluster.Store.FindSweepAsync(sweep))!.State.IsEnded())
        {
            await cluster.PostAsync($"sweeps/{sweep}/cancel");
        }

        await worker.StopAsync();
        Assert.Empty(await StoreInvariants.CheckAsync(cluster.Store, sweep));
    }
}
