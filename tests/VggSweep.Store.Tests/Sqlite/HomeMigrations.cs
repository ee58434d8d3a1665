using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace VggSweep.Store.Tests;

/// <summary>
/// A kill leaves the files as they are. So they are copied before every command and commit of a migration, and each copy
/// must open as a home that has lost nothing.
/// </summary>
public sealed class HomeMigrations
{
    [Fact]
    public Task A_kill_at_any_command_of_the_first_migration_leaves_a_home_that_opens() =>
        KillAsync(_ => { }, store => store.ListSweepsAsync());

    [Fact]
    public Task A_kill_at_any_command_of_the_upgrade_of_a_first_home_loses_no_row() => KillAsync(FirstHome.Make, FirstHome.CheckAsync);

    /// <param name="before">Makes what is migrated, given the home.</param>
    /// <param name="check">What holds after it.</param>
    private static async Task KillAsync(Action<string> before, Func<SweepStore, Task> check)
    {
        var folder = Directory.CreateTempSubdirectory("vggsweep-killed-").FullName;
        try
        {
            var home = Directory.CreateDirectory(Path.Combine(folder, "whole")).FullName;
            before(home);
            var copies = Migrate(home, folder);
            Assert.True(copies.Count > 10, $"only {copies.Count} commands were seen");
            var locked = 0;
            foreach (var copy in copies.Append(home))
            {
                locked += await OpensAsync(copy, check) ? 1 : 0;
            }

            Assert.True(locked > 0, "no copy held the migration's lock");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<string> Migrate(string home, string folder)
    {
        var copies = new Copies(home, folder);
        var database = new SqliteDatabase(home, SqliteDatabase.Source(SqliteDatabase.FileOf(home), create: true), new FakeTimeProvider());
        var options = SqliteDatabase.Options(SqliteDatabase.FileOf(home), create: true);
        using var context = new SqliteContext(
            new DbContextOptionsBuilder<SqliteContext>(options).AddInterceptors(
                new CommandCopies(copies), new CommitCopies(copies)).Options);
        SchemaVersion.Bring(context, database);
        return copies.Made;
    }

    /// <returns>Whether the migration's lock was left in it.</returns>
    private static async Task<bool> OpensAsync(string home, Func<SweepStore, Task> check)
    {
        var locked = await IsLockedAsync(home);
        using var held = HomeLock.Take(home, "heir", DateTimeOffset.UnixEpoch);
        await using var store = SweepStore.Open(held, new FakeTimeProvider());
        await check(store);
        Assert.Equal("x-1", await store.CreateSweepAsync("x", "", Given.Spec, null, 0, Given.Trials(1)));
        return locked;
    }

    private static async Task<bool> IsLockedAsync(string home)
    {
        await using var context = new SqliteContext(SqliteDatabase.Options(SqliteDatabase.FileOf(home), create: true));
        var tables = await context.Database.SqlQueryRaw<string>(
            "SELECT name AS \"Value\" FROM sqlite_master WHERE type = 'table'").ToListAsync();
        return tables.Contains("__EFMigrationsLock")
            && await context.Database.SqlQueryRaw<int>("SELECT COUNT(*) AS \"Value\" FROM \"__EFMigrationsLock\"").SingleAsync() > 0;
    }

    private sealed class Copies(string home, string folder)
    {
        public List<string> Made { get; } = [];

        public void Make()
        {
            var copy = Directory.CreateDirectory(Path.Combine(folder, $"copy-{Made.Count}")).FullName;

            // The -shm file is memory shared by living processes, and is made again from the -wal file.
            foreach (var file in Directory.EnumerateFiles(home).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
            {
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            }

            Made.Add(copy);
        }
    }

    private sealed class CommandCopies(Copies copies) : DbCommandInterceptor
    {
        public override InterceptionResult<int> NonQueryExecuting(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
        {
            copies.Make();
            return result;
        }

        public override InterceptionResult<object> ScalarExecuting(
            DbCommand command, CommandEventData eventData, InterceptionResult<object> result)
        {
            copies.Make();
            return result;
        }
    }

    private sealed class CommitCopies(Copies copies) : DbTransactionInterceptor
    {
        public override InterceptionResult TransactionCommitting(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result)
        {
            copies.Make();
            return result;
        }
    }
}
