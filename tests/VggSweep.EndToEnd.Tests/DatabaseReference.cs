using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using VggSweep.EndToEnd.Tests.Harness;
using VggSweep.Store;

namespace VggSweep.EndToEnd.Tests;

/// <summary>docs/architecture.md lists exactly the tables and columns that the migrations make.</summary>
public sealed partial class DatabaseReference
{
    [Fact]
    public async Task Every_table_is_listed_with_its_columns()
    {
        using var folder = new TemporaryFolder();
        using (var held = HomeLock.Take(folder.Path, "test", DateTimeOffset.UnixEpoch))
        {
            await SweepStore.Open(held, TimeProvider.System).DisposeAsync();
        }

        Assert.Equal(Columns(Path.Combine(folder.Path, SweepStore.DatabaseName)), Documented());
    }

    private static List<string> Columns(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT tables.name || '.' || columns.name FROM sqlite_schema tables JOIN pragma_table_info(tables.name) columns
            WHERE tables.type = 'table' AND tables.name NOT LIKE '\_\_EF%' ESCAPE '\' AND tables.name NOT LIKE 'sqlite\_%' ESCAPE '\'
            """;
        using var reader = command.ExecuteReader();
        var columns = new List<string>();
        while (reader.Read())
        {
            columns.Add(reader.GetString(0));
        }

        columns.Sort(StringComparer.Ordinal);
        return columns;
    }

    private static IEnumerable<string> Documented()
    {
        var page = File.ReadAllText(Path.Combine(VggSweepProgram.Repository, "docs", "architecture.md"));
        var section =
            page[page.IndexOf("## The database", StringComparison.Ordinal)..page.IndexOf("## Projects", StringComparison.Ordinal)];
        return Row().Matches(section)
            .SelectMany(row => Name().Matches(row.Groups[2].Value), (row, column) => $"{row.Groups[1].Value}.{column.Groups[1].Value}")
            .Order(StringComparer.Ordinal);
    }

    [GeneratedRegex(@"^\| `(\w+)` \|(.*)\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(\w+)`")]
    private static partial Regex Name();
}
