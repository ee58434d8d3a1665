using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Store.Tests;

public sealed class Homes
{
    [Fact]
    public async Task A_taken_home_says_by_whom()
    {
        await using var home = new TemporaryHome();
        home.Lock.Note("narrow-3");
        var problem = Assert.Throws<StoreProblemException>(() => HomeLock.Take(home.Path, "other", DateTimeOffset.UnixEpoch));
        Assert.Equal(StoreProblemKind.InUse, problem.Kind);
        Assert.Contains(
            $"by process {Environment.ProcessId} (sweep narrow-3, since 1970-01-01 00:00:00 UTC)", problem.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lock_ends_with_its_holder()
    {
        await using var home = new TemporaryHome();
        home.Lock.Dispose();
        HomeLock.Take(home.Path, "heir", DateTimeOffset.UnixEpoch).Dispose();
    }

    [Fact]
    public void A_file_is_no_home_and_not_said_to_be_in_use()
    {
        var problem = Assert.Throws<StoreProblemException>(
            () => HomeLock.Take(typeof(Homes).Assembly.Location, "x", DateTimeOffset.UnixEpoch));
        Assert.Equal(StoreProblemKind.ReadOnly, problem.Kind);
        Assert.Contains("cannot be a home", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_is_recognized_in_what_the_system_throws()
    {
        var thrown = Assert.Throws<IOException>(() => File.WriteAllText("/dev/full", "x"));
        Assert.Equal(StoreProblemKind.DiskFull, StoreProblemException.Recognize(new AggregateException(thrown))!.Kind);
    }

    [Fact]
    public async Task A_home_is_read_while_it_is_written()
    {
        await using var home = new TemporaryHome();
        var sweep = await home.Store.SweepAsync(3);
        await using var reader = SweepStore.OpenToRead(home.Path, home.Time);
        await home.Store.SetSweepStateAsync(sweep, SweepState.Running);
        Assert.Equal(SweepState.Running, (await reader.FindSweepAsync(sweep))!.State);
        Assert.Equal(3, (await reader.CountTrialsAsync(sweep))[TrialState.Pending]);
    }

    [Fact]
    public void A_missing_home_is_named()
    {
        var problem = Assert.Throws<StoreProblemException>(() => SweepStore.OpenToRead("/nowhere/at/all", new FakeTimeProvider()));
        Assert.Equal(StoreProblemKind.Missing, problem.Kind);
    }

    [Fact]
    public async Task A_newer_home_is_refused()
    {
        await using var home = new TemporaryHome();
        await home.Store.DisposeAsync();
        Execute(home, "INSERT INTO \"__EFMigrationsHistory\" VALUES ('99990101000000_Future', '99.0')");
        Assert.Equal(StoreProblemKind.OtherVersion, Assert.Throws<StoreProblemException>(() => SweepStore.Open(home.Lock, home.Time)).Kind);
        var problem = Assert.Throws<StoreProblemException>(() => SweepStore.OpenToRead(home.Path, home.Time));
        Assert.Equal(StoreProblemKind.OtherVersion, problem.Kind);
        Assert.Contains("has schema 99990101000000_Future, this program has 2", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_database_is_named()
    {
        await using var home = new TemporaryHome();
        await home.Store.DisposeAsync();
        await File.WriteAllTextAsync(Path.Combine(home.Path, "vggsweep.db"), new string('x', 10_000));
        Assert.Equal(StoreProblemKind.Damaged, Assert.Throws<StoreProblemException>(() => SweepStore.Open(home.Lock, home.Time)).Kind);
    }

    /// <summary>What a kill within the first migration leaves: EF's lock row, and no table of ours.</summary>
    [Fact]
    public async Task A_migration_lock_left_by_a_kill_is_no_obstacle()
    {
        await using var home = new TemporaryHome();
        await home.Store.DisposeAsync();
        File.Delete(Path.Combine(home.Path, "vggsweep.db"));
        Execute(
            home,
            "CREATE TABLE \"__EFMigrationsLock\" (\"Id\" INTEGER PRIMARY KEY, \"Timestamp\" TEXT NOT NULL); INSERT "
            + "INTO \"__EFMigrationsLock\" VALUES (1, '2026-01-01')");
        Assert.Equal(
            StoreProblemKind.OtherVersion,
            Assert.Throws<StoreProblemException>(() => SweepStore.OpenToRead(home.Path, home.Time)).Kind);
        await home.ReopenAsync();
        Assert.Equal("tests-1", await home.Store.SweepAsync());
    }

    [Fact]
    public void The_models_have_no_change_without_a_migration()
    {
        using var sqlite = new SqliteContext(SqliteDatabase.Options("unused.db", create: true));
        using var postgres = new PostgresContext(PostgresDatabase.Options("Host=unused"));
        Assert.False(sqlite.Database.HasPendingModelChanges());
        Assert.False(postgres.Database.HasPendingModelChanges());
    }

    [Fact]
    public void Rows_are_read_by_the_tables_and_columns_of_the_model()
    {
        using var context = new SqliteContext(SqliteDatabase.Options("unused.db", create: true));

        Check<SweepRow>(context);
        Check<TrialRow>(context);
        Check<AttemptRow>(context);
        Check<EpochRow>(context);
        Check<CheckpointRow>(context);
        Check<DecisionRow>(context);
        Check<WorkerRow>(context);
        Check<WorkerDecisionRow>(context);
        Check<DeploymentRow>(context);

        static void Check<T>(SqliteContext context)
            where T : class
        {
            var entity = context.Model.FindEntityType(typeof(T))!;
            Assert.Equal(entity.GetProperties().Select(property => property.GetColumnName()).Order(), RowType<T>.Known.Columns.Order());
            Assert.EndsWith($" FROM {entity.GetTableName()} ", RowType<T>.Known.Select, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_migrations_are_known_without_a_context()
    {
        using var context = new SqliteContext(SqliteDatabase.Options("unused.db", create: true));
        Assert.Equal(context.Database.GetMigrations(), SchemaVersion.KnownOf(typeof(SqliteContext)));
    }

    private static void Execute(TemporaryHome home, string sql)
    {
        using var context = new SqliteContext(SqliteDatabase.Options(SqliteDatabase.FileOf(home.Path), create: true));
        context.Database.ExecuteSqlRaw(sql);
    }
}
