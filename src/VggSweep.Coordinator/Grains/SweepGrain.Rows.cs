using Microsoft.Extensions.Logging;
using VggSweep.Coordinator.Sweeps;
using VggSweep.Core.Leases;
using VggSweep.Core.Search;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;
using VggSweep.Store;

namespace VggSweep.Coordinator.Grains;

/// <summary>What the grain keeps of its rows.</summary>
internal sealed partial class SweepGrain
{
    private async Task ReadAsync()
    {
        var row = await store.FindSweepAsync(Id) ?? throw new InvalidOperationException($"There is no sweep {Id}.");
        decided ??= row.Decided;
        var (trials, counts) = await store.OpenTrialsAsync(Id);

        // Only now: between two reads that fail there must be no moment at which nothing seems to be left.
        Read(row);
        open.Clear();
        unreadable.Clear();
        (failed, stored) = (counts.GetValueOrDefault(TrialState.Failed), counts.Values.Sum());
        foreach (var trial in trials)
        {
            if (IsKnown(trial) || trial.State is TrialState.Running)
            {
                open.Add(trial.Number);
            }
            else
            {
                unreadable[trial.Number] = trial.State;
            }
        }

        Measure(counts);
    }

    private void Read(SweepRow row)
    {
        if (row.Spec != form)
        {
            var read = row.ToSpec();
            (form, problem) = (row.Spec, read.Problem);

            // Judges nothing, ends nothing.
            spec = read.Value ?? new SweepSpec { Name = row.Name, Base = new TrialParameters(), Parameters = [] };
            if (search is null)
            {
                search = new SweepSearch(spec);
            }
            else
            {
                search.Extend(spec);
            }
        }

        (state, proposed, created) = (row.State, row.Proposed, DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedMs));
        terms = problem.Length == 0 ? SweepTerms.Of(spec, row.Priority) : SweepTerms.Unknown;
    }

    private bool IsKnown(TrialRow row)
    {
        if (search.Knows(row.Number))
        {
            return true;
        }

        var read = row.ToSpec();
        if (read.IsReadable)
        {
            search.Add(row.Number, new SearchTrial(read.Value, row.Macs, row.PredictedSeconds));
        }
        else if (reported.Add(row.Number))
        {
            LogUnreadable(Id, row.Number, read.Problem);
        }

        return read.IsReadable;
    }

    [LoggerMessage(LogLevel.Error, "Trial {Sweep}/{Trial} cannot be read and is not trained: {Problem}")]
    private partial void LogUnreadable(string sweep, int trial, string problem);
}
