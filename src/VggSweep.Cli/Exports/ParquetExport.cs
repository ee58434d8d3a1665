using System.Text.Json;
using Parquet;
using Parquet.Schema;
using VggSweep.Results;

namespace VggSweep.Cli.Exports;

/// <summary>
/// The trials of a sweep as a Parquet file. Each column names its unit in its metadata; the file's own metadata has all
/// units as JSON under <c>units</c>, for readers that do not show those of columns.
/// </summary>
internal static class ParquetExport
{
    public static async Task<byte[]> ToBytesAsync(SweepResults results)
    {
        using var file = new MemoryStream();
        await WriteAsync(results, file);
        return file.ToArray();
    }

    private static async Task WriteAsync(SweepResults results, MemoryStream target)
    {
        var fields = TrialColumn.All.Select(column => new DataField(column.Name, column.Type, isNullable: true)).ToList();
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), target);
        writer.CustomMetadata = new Dictionary<string, string>
        {
            ["sweep"] = results.Sweep,
            ["units"] = JsonSerializer.Serialize(
                TrialColumn.All.Where(column => column.Unit.Length > 0).ToDictionary(column => column.Name, column => column.Unit)),
            ["spec"] = results.SpecYaml,
        };
        using var rows = writer.CreateRowGroup();
        foreach (var (column, field) in TrialColumn.All.Zip(fields))
        {
            var values = results.Trials.Select(trial => column.CellOf(results, trial)).ToList();
            await (column.Type == typeof(string) ? rows.WriteAsync(field, values.ConvertAll(value => (string?)value)!)
                : column.Type == typeof(int) ? WriteAsync<int>(rows, column, field, values)
                : column.Type == typeof(long) ? WriteAsync<long>(rows, column, field, values)
                : column.Type == typeof(double) ? WriteAsync<double>(rows, column, field, values)
                : WriteAsync<bool>(rows, column, field, values));
        }

        rows.CompleteValidate();
    }

    private static Task WriteAsync<T>(ParquetRowGroupWriter rows, TrialColumn column, DataField field, List<object?> values)
        where T : struct
        => rows.WriteAsync<T>(
            field, values.Select(value => (T?)value).ToArray().AsMemory(),
            customMetadata: new Dictionary<string, string> { ["unit"] = column.Unit });
}
