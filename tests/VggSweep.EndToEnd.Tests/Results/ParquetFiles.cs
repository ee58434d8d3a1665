using System.Text.Json;
using Parquet;
using VggSweep.Cli.Exports;
using VggSweep.Core.Api;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Sweeps.Reading;
using VggSweep.Core.Trials;
using VggSweep.Results;

namespace VggSweep.EndToEnd.Tests.Results;

public sealed class ParquetFiles
{
    [Fact]
    public async Task A_file_has_every_trial_and_its_columns_their_units()
    {
        const string Yaml = "name: a\nparameters: { width: [8, 16] }";
        var spec = SweepSpecReader.Read(Yaml).Spec!;
        var trials = SweepPlan.Make(spec, new PlanConditions(1, null, [])).Trials.Select(trial => new TrialResult(
            trial.Trial, TrialState.Completed, trial.Parameters, spec.Training, 10, 0.8125, trial.Trial == 1
                ? 0.5
                : null, 0.75, 1, 12.5, "Completed", null, trial.Cost.Params, trial.Cost.Macs)).ToList();

        var file = await ParquetExport.ToBytesAsync(
            new SweepResults("a-1", SweepState.Completed, DateTimeOffset.UnixEpoch, Yaml, spec, trials));

        await using var reader = await ParquetReader.CreateAsync(new MemoryStream(file));
        using var rows = reader.OpenRowGroupReader(0);
        Assert.Equal(TrialColumn.All.Select(column => column.Name), reader.Schema.DataFields.Select(field => field.Name));
        Assert.Equal(2, rows.RowCount);
        var macs = new long?[2];
        await rows.ReadAsync<long>(reader.Schema.DataFields.Single(field => field.Name == "macs"), macs.AsMemory());
        Assert.Equal(trials.Select(trial => (long?)trial.Macs), macs);
        var losses = new double?[2];
        await rows.ReadAsync<double>(reader.Schema.DataFields.Single(field => field.Name == "validationLoss"), losses.AsMemory());
        Assert.Equal([0.5, null], losses);
        var heads = new string?[2];
        await rows.ReadAsync(reader.Schema.DataFields.Single(field => field.Name == "head"), heads.AsMemory());
        Assert.Equal(["dense", "dense"], heads);
        Assert.Equal(
            "multiply-accumulates of one image forward",
            rows.GetCustomMetadata(reader.Schema.DataFields.Single(field => field.Name == "macs"))["unit"]);
        Assert.Equal("pixels", JsonDocument.Parse(reader.CustomMetadata["units"]).RootElement.GetProperty("resolution").GetString());
    }
}
