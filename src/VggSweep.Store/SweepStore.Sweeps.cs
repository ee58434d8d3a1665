using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Store;

/// <content>What happens to a sweep as a whole.</content>
public sealed partial class SweepStore
{
    /// <summary>Stores a planned sweep, all of it or nothing.</summary>
    /// <returns>Its id: the name and the next free number.</returns>
    public Task<string> CreateSweepAsync(string name, string specYaml, string? specFile, int priority, IReadOnlyList<NewTrial> trials) =>
        WriteAsync((context, now) =>
        {
            var id = NextId(context, name);
            context.Database.ExecuteSql(
                $"""
                INSERT INTO sweeps (id, name, state, spec_yaml, spec_file, priority, created_ms)
                VALUES ({id}, {name}, {nameof(SweepState.Pending)}, {specYaml}, {specFile}, {priority}, {now})
                """);
            InsertTrials(context, id, trials);
            return id;
        });

    /// <summary>Adds trials to a sweep, with the file that they come from, all or nothing.</summary>
    public Task AddTrialsAsync(string sweep, string specYaml, IReadOnlyList<NewTrial> trials, string reason) => WriteAsync((context, now) =>
    {
        InsertTrials(context, sweep, trials);
        Decide(context, sweep, null, null, "Extend", reason, now);
        return context.Sweeps.Where(row => row.Id == sweep).ExecuteUpdate(set => set.SetProperty(row => row.SpecYaml, specYaml));
    });

    public Task SetSweepStateAsync(string sweep, SweepState state) => WriteAsync((context, now) =>
    {
        long? ended = state.IsEnded() ? now : null;
        return context.Sweeps.Where(row => row.Id == sweep)
            .ExecuteUpdate(set => set.SetProperty(row => row.State, state).SetProperty(row => row.EndedMs, ended));
    });

    /// <summary>Stores why something was done.</summary>
    public Task DecideAsync(string sweep, int? trial, int? epoch, string kind, string reason) =>
        WriteAsync((context, now) => Decide(context, sweep, trial, epoch, kind, reason, now));

    /// <summary>Cancels the trials that nobody trains.</summary>
    /// <returns>How many there were.</returns>
    public Task<int> CancelPendingAsync(string sweep, string reason) => WriteAsync((context, now) =>
    {
        Decide(context, sweep, null, null, "Cancel", reason, now);
        return Cancel(context.Trials.Where(row => row.SweepId == sweep), reason);
    });

    /// <summary>Cancels a trial that nobody trains.</summary>
    /// <returns>Whether it was so.</returns>
    public Task<bool> CancelTrialAsync(string sweep, int trial, string reason) => WriteAsync((context, now) =>
    {
        Decide(context, sweep, trial, null, "Cancel", reason, now);
        return Cancel(context.Trials.Where(row => row.SweepId == sweep && row.Number == trial), reason) == 1;
    });

    /// <summary>
    /// Takes back the leases of a process that is gone: the home's lock is ours, so nobody trains under them any more.
    /// </summary>
    public Task ReleaseOrphansAsync(string sweep) =>
        WriteAsync((context, now) =>
        {
            var orphans = context.Trials.Where(row => row.SweepId == sweep && row.State == TrialState.Running).Select(row => row.Number).ToList();
            foreach (var trial in orphans)
            {
                Decide(context, sweep, trial, null, "Requeue", "its run ended without releasing it", now);
            }

            context.Attempts.Where(row => row.SweepId == sweep && row.EndedMs == null)
                .ExecuteUpdate(set => set.SetProperty(row => row.EndedMs, now).SetProperty(row => row.Outcome, nameof(TrialOutcome.LeaseLost)));
            return context.Trials.Where(row => row.SweepId == sweep && row.State == TrialState.Running)
                .ExecuteUpdate(set => set.SetProperty(row => row.State, TrialState.Pending)
                    .SetProperty(row => row.LeaseUntilMs, (long?)null).SetProperty(row => row.Worker, (string?)null));
        });

    /// <summary>Deletes every row of the sweep; its files are the caller's.</summary>
    public Task DeleteSweepAsync(string sweep) => WriteAsync((context, _) =>
    {
        context.Decisions.Where(row => row.SweepId == sweep).ExecuteDelete();
        context.Checkpoints.Where(row => row.SweepId == sweep).ExecuteDelete();
        context.Epochs.Where(row => row.SweepId == sweep).ExecuteDelete();
        context.Attempts.Where(row => row.SweepId == sweep).ExecuteDelete();
        context.Trials.Where(row => row.SweepId == sweep).ExecuteDelete();
        return context.Sweeps.Where(row => row.Id == sweep).ExecuteDelete();
    });

    private static int Cancel(IQueryable<TrialRow> trials, string reason) => trials
        .Where(row => row.State == TrialState.Pending || row.State == TrialState.Paused)
        .ExecuteUpdate(set => set.SetProperty(row => row.State, TrialState.Cancelled)
            .SetProperty(row => row.Outcome, nameof(TrialOutcome.Cancelled)).SetProperty(row => row.OutcomeDetail, reason));

    private static int Decide(SweepDbContext context, string sweep, int? trial, int? epoch, string kind, string reason, long now) =>
        context.Database.ExecuteSql(
            $"INSERT INTO decisions (sweep_id, trial, epoch, kind, reason, at_ms) VALUES ({sweep}, {trial}, {epoch}, {kind}, {reason}, {now})");

    /// <summary>One prepared command for all: a sweep may have 100,000 trials.</summary>
    private static void InsertTrials(SweepDbContext context, string sweep, IReadOnlyList<NewTrial> trials)
    {
        using var command = context.Database.GetDbConnection().CreateCommand();
        command.Transaction = context.Database.CurrentTransaction!.GetDbTransaction();
        command.CommandText =
            """
            INSERT INTO trials (sweep_id, number, state, parameters, identity, predicted_seconds, macs, params, memory_bytes,
                fence, done, attempts, failures, deaths, numerics_changed, seconds)
            VALUES (@sweep, @number, 'Pending', @parameters, @identity, @predicted, @macs, @params, @memory, 0, 0, 0, 0, 0, @no, 0)
            """;
        string[] names = ["@sweep", "@number", "@parameters", "@identity", "@predicted", "@macs", "@params", "@memory", "@no"];
        foreach (var name in names)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }

        foreach (var trial in trials)
        {
            object?[] values = [sweep, trial.Number, trial.Parameters, trial.Identity, trial.PredictedSeconds, trial.Macs, trial.Params, trial.MemoryBytes, false];
            for (var index = 0; index < values.Length; index++)
            {
                command.Parameters[index].Value = values[index] ?? DBNull.Value;
            }

            command.ExecuteNonQuery();
        }
    }

    private static string NextId(SweepDbContext context, string name)
    {
        var slug = string.Concat(name.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '.' ? letter : '-')).Trim('-', '.');
        var prefix = $"{(slug.Length > 0 ? slug : "sweep")}-";
        var last = context.Sweeps.Where(row => row.Id.StartsWith(prefix)).Select(row => row.Id).AsEnumerable()
            .Select(id => int.TryParse(id[prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .DefaultIfEmpty(0).Max();
        return $"{prefix}{last + 1}";
    }
}
