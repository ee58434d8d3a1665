using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using VggSweep.Core.Trials;

namespace VggSweep.Store.Tests;

public sealed class PreviousHome : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("vggsweep-previous-").FullName;

    public PreviousHome()
    {
        using var connection = new SqliteConnection($"Data Source={SqliteDatabase.FileOf(home)};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = PreviousVersion.Home;
        command.ExecuteNonQuery();
    }

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Fact]
    public async Task A_home_of_the_version_before_opens_with_all_that_it_can_read()
    {
        using var held = HomeLock.Take(home, "heir", DateTimeOffset.UnixEpoch);
        await using (var store = SweepStore.Open(held, new FakeTimeProvider()))
        {
            await PreviousVersion.CheckAsync(store);
            Assert.Empty(await StoreInvariants.CheckAsync(store, "small-1"));
            var trained = (await store.TrialAsync("small-1", 1))!;
            Assert.Equal((TrialState.Completed, 0.1887), (trained.State, Math.Round(trained.TestAccuracy!.Value, 4)));
        }

        // The reader of a later version may know the key: each start tries again what was refused, and nothing else.
        await using var again = SweepStore.Open(held, new FakeTimeProvider());
        await again.EndAsync("half-1", 1, 1);
        Assert.Equal(["ancient-1"], (await again.CountUnresolvedAsync()).Keys);
    }

    [Fact]
    public void A_reader_says_how_to_upgrade_it()
    {
        var problem = Assert.Throws<StoreProblemException>(() => SweepStore.OpenToRead(home, new FakeTimeProvider()));
        Assert.Contains("run or resume a sweep in it to upgrade it", problem.Message, StringComparison.Ordinal);
    }
}
