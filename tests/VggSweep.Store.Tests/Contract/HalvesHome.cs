using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using VggSweep.Core.Scheduling;
using VggSweep.Core.Search;
using VggSweep.Core.Sweeps.Resolved;

namespace VggSweep.Store.Tests;

/// <summary>
/// The rows of a sweep under asha that the last version before proposals left when it was killed, as its home held them.
/// </summary>
internal static class HalvesHome
{
    /// <summary>The last migration of that version.</summary>
    public const string Migration = "ResolvedForms";

    private static readonly string[] Tables = ["sweeps", "trials", "attempts", "epochs", "checkpoints", "decisions"];

    /// <summary>Copies them into any database with that version's schema.</summary>
    public static async Task CopyAsync(DbContext context)
    {
        await using var home = new SqliteConnection("Data Source=:memory:");
        await home.OpenAsync();
        await using (var restore = home.CreateCommand())
        {
            restore.CommandText = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "halves-home.sql"));
            await restore.ExecuteNonQueryAsync();
        }

        await context.Database.OpenConnectionAsync();
        foreach (var table in Tables)
        {
            await using var select = home.CreateCommand();
            select.CommandText = $"SELECT * FROM {table} ORDER BY rowid";
            await using var rows = await select.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                await InsertAsync(context, table, rows);
            }
        }
    }

    public static async Task CheckAsync(SweepStore store)
    {
        const string Sweep = "halves-1";
        Assert.Empty(await StoreInvariants.CheckAsync(store, Sweep));
        var row = (await store.FindSweepAsync(Sweep))!;
        Assert.Equal((8, null), (row.Decided, row.Proposed));
        var trials = (await store.TrialsAsync(Sweep)).ToDictionary(
            trial => trial.Number,
            trial => new SearchTrial(TrialSpecJson.Read(trial.Spec).Value!, trial.Macs, trial.PredictedSeconds));
        Assert.Equal(12, trials.Count);
        var epochs = await store.EpochsInOrderAsync(Sweep);
        Assert.Equal(
            [
                (7, 1, 0.1), (8, 1, 0.125), (8, 2, 0.125), (9, 1, 0.095), (10, 1, 0.125), (10, 2, 0.17), (10, 3, 0.205),
                (10, 4, 0.205), (11, 1, 0.105),
            ],
            epochs.Select(epoch => (epoch.Trial, epoch.Epoch, epoch.ValidationAccuracy)));

        // Its decisions are those that this version makes of its epochs, and the next one finds its place behind them.
        var records = epochs.ToDictionary(epoch => (epoch.Trial, epoch.Epoch), epoch => epoch.ToRecord());
        var journal = (await store.DecisionsAsync(Sweep))
            .Select(one => new StoredDecision(one.Trial, one.Epoch, one.Kind, one.Reason)).ToList();
        Assert.Equal(8, journal.Count);
        Assert.Empty(SweepSearch.Differences(
            SweepSpecJson.Read(row.Spec).Value!, trials, journal, (trial, epoch) => records[(trial, epoch)]));
        Assert.False(await store.DecideNextAsync(Sweep, 7, journal[..1]));
        Assert.True(await store.DecideNextAsync(Sweep, 8, journal[..1]));
    }

    private static async Task InsertAsync(DbContext context, string table, DbDataReader row)
    {
        // The database numbers epochs and decisions itself.
        var columns = Enumerable.Range(0, row.FieldCount).Where(column => row.GetName(column) != "id" || table == "sweeps").ToList();
        await using var insert = context.Database.GetDbConnection().CreateCommand();
        insert.CommandText =
            $"INSERT INTO {table} ({string.Join(", ", columns.Select(row.GetName))}) "
            + $"VALUES ({string.Join(", ", columns.Select(column => $"@p{column}"))})";
        foreach (var column in columns)
        {
            var parameter = insert.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (
                $"p{column}", row.GetName(column) == "numerics_changed" ? row.GetInt64(column) != 0 : row.GetValue(column));
            insert.Parameters.Add(parameter);
        }

        await insert.ExecuteNonQueryAsync();
    }
}
