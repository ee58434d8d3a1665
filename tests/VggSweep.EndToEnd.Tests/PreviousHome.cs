using Microsoft.Data.Sqlite;
using VggSweep.EndToEnd.Tests.Harness;

namespace VggSweep.EndToEnd.Tests;

/// <summary>Homes that earlier versions left.</summary>
public sealed class PreviousHome : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Its_sweep_is_resumed_and_what_cannot_be_read_is_named()
    {
        Restore("previous-home.sql");
        var resumed = (await VggSweepProgram.RunAsync(folder.Path, "resume", "half-1", "--slots", "1", "--json")).Expect(0).Json;
        Assert.Equal(("completed", 2), ((string?)resumed["state"], (int)resumed["trials"]!["completed"]!));

        var listed = (await VggSweepProgram.RunAsync(folder.Path, "list", "--json")).Expect(0).Json.AsArray();
        Assert.Equal(["ancient-1"], listed.Where(sweep => sweep!["problem"] is not null).Select(sweep => (string?)sweep!["sweep"]));
        Assert.Contains(
            "training has no key", (string?)listed.Single(sweep => (string?)sweep!["sweep"] == "ancient-1")!["problem"],
            StringComparison.Ordinal);
        Assert.Contains(
            "training has no key",
            (await VggSweepProgram.RunAsync(folder.Path, "resume", "ancient-1")).Expect(78).Error,
            StringComparison.Ordinal);
    }

    /// <summary>
    /// Of the last version that stored every trial at submission: killed under asha, with its checkpoints lost.
    /// </summary>
    [Fact]
    public async Task A_search_goes_on_under_the_journal_that_an_earlier_version_wrote()
    {
        Restore("halves-home.sql");
        var resumed = (await VggSweepProgram.RunAsync(folder.Path, "resume", "halves-1", "--slots", "1", "--json")).Expect(0).Json;
        Assert.Equal("completed", (string?)resumed["state"]);
        var epochs = (await VggSweepProgram.RunAsync(folder.Path, "epochs", "halves-1", "10", "--json")).Expect(0).Json.AsArray();
        Assert.Equal([0.125, 0.17, 0.205, 0.205], epochs.Select(epoch => (double)epoch!["validationAccuracy"]!));

        var events = (await VggSweepProgram.RunAsync(folder.Path, "events", "halves-1", "--json")).Expect(0).Json.AsArray();
        Assert.InRange(events.Count, 21, int.MaxValue);
        Assert.Equal(
            ["7.1 Pause", "8.1 Continue", "8.2 Pause", "9.1 Pause", "10.1 Continue", "10.2 Continue", "10.4 Continue", "11.1 Pause"],
            events.Take(8).Select(one => $"{one!["trial"]}.{one["epoch"]} {one["kind"]}"));
        var replayed = await VggSweepProgram.RunAsync(folder.Path, "events", "halves-1", "--replay");
        Assert.Contains("all with the same result", replayed.Expect(0).Error, StringComparison.Ordinal);
    }

    private void Restore(string dump)
    {
        Directory.CreateDirectory(folder.Home);
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder.Home, "vggsweep.db")};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, dump));
        command.ExecuteNonQuery();
    }
}
