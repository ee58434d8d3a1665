using VggSweep.Coordinator.Sweeps;
using VggSweep.Core;
using VggSweep.Core.Grains;
using VggSweep.Core.Search;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Reading;
using VggSweep.Core.Sweeps.Resolved;

namespace VggSweep.Coordinator.Grains;

/// <content>Takes in changed files. Each is a turn of this grain, so that none plans on trials that another is adding.</content>
internal sealed partial class SweepGrain
{
    public async Task<ExtendReply> Extend(string yaml)
    {
        var file = SweepSpecReader.Read(yaml).Spec ?? throw new ArgumentException("The file has mistakes.", nameof(yaml));
        await ReadAsync();
        var numbered = stored;
        var extension = new SpecExtension(spec, file, numbered);
        if (Refuse(extension) is { } refused)
        {
            return refused;
        }

        var (had, extended) = (numbered + search.Left(proposed), new Proposer(extension.Extended));
        var (added, next) = proposed is null && !extended.IsLazy
            ? (
                extension.Added(await store.IdentitiesAsync(Id), await Submission.ConditionsAsync(store, Book, file)),
                (int?)null)
            : ([], extended.IsAdaptive ? numbered : 0);
        var count = next is null ? added.Count : (int)Math.Max(0, (extended.Count ?? had) - had);
        if (had + count > SpecExtension.MostTrials)
        {
            return new ExtendReply.Refused(
                $"Sweep {Id} would have {had + count:N0} trials, more than the limit of "
                + $"{SpecExtension.MostTrials:N0}; run the file as a sweep of its own.",
                []);
        }

        var written = SweepSpecJson.Write(extension.Extended);
        if (count == 0 && written == form)
        {
            return new ExtendReply.Extended(0);
        }

        var rows = added.Select((trial, index) => Submission.ToRow(trial, numbered + index + 1, file.Training)).ToList();
        if (!await store.AddTrialsAsync(
            Id, form!, yaml, written, rows, $"{Words.Count(count, "trial")} added to {had:N0}", count == 0 ? proposed : next))
        {
            throw new StoreAwayException($"{Id}: another coordinator changed the sweep meanwhile.");
        }

        telemetry.Log.Extended(Id, count);
        await ReadAsync();
        await TakeUpAsync(count);
        return new ExtendReply.Extended(count);
    }

    private ExtendReply.Refused? Refuse(SpecExtension extension)
    {
        if (ClosedReason() is { } closed)
        {
            return new(closed, []);
        }

        var differences = extension.Refused;
        return differences.Count == 0
            ? null
            : new(
                $"Sweep {Id} cannot be extended: the file changes {string.Join("; ", differences)}. "
                + "Only values of parameters and seeds may be added, and search.maxTrials, a budget and limits changed: undo "
                + "the rest, or run the file as a sweep of its own.",
                differences);
    }

    /// <summary>Why nothing can be added; null when it can.</summary>
    private string? ClosedReason() => state is SweepState.Cancelled
        ? $"Sweep {Id} is cancelled; run the file as a sweep of its own."
        : problem.Length > 0 ? $"Sweep {Id} cannot be read: {problem}; run the file as a sweep of its own." : null;

    /// <summary>A sweep that is paused, stopped or not begun stays so, and finds its new trials when it goes on.</summary>
    private async Task TakeUpAsync(int added)
    {
        if (state is SweepState.Completed && added > 0)
        {
            await EnterAsync(SweepState.Running);
        }

        if (state is SweepState.Running)
        {
            await QueueAsync();
            await ProposeAsync();
        }
    }
}
