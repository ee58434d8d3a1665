using Microsoft.Data.Sqlite;
using VggSweep.EndToEnd.Tests.Harness;

namespace VggSweep.EndToEnd.Tests;

/// <summary>A home that the version before left, with a sweep in it whose file this one no longer reads.</summary>
public sealed class PreviousHome : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public PreviousHome()
    {
        Directory.CreateDirectory(folder.Home);
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder.Home, "vggsweep.db")};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "previous-home.sql"));
        command.ExecuteNonQuery();
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Its_sweep_is_resumed_and_what_cannot_be_read_is_named()
    {
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
}
