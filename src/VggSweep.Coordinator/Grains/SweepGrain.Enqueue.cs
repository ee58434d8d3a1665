using VggSweep.Coordinator.Sweeps;
using VggSweep.Core.Grains;
using VggSweep.Core.Search;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;

namespace VggSweep.Coordinator.Grains;

/// <content>Trials that a person wants tried.</content>
internal sealed partial class SweepGrain
{
    public async Task<ExtendReply> Enqueue(Dictionary<string, string> settings)
    {
        await ReadAsync();
        if (ClosedReason() is { } closed)
        {
            return new ExtendReply.Refused(closed, []);
        }

        var (parameters, mistake) = ConfigurationText.Read(spec, settings);
        if (parameters is null)
        {
            return new ExtendReply.Refused(mistake, []);
        }

        var identity = parameters.Identity(spec.Training);
        if (stored == SpecExtension.MostTrials || (await store.IdentitiesAsync(Id)).Contains(identity))
        {
            return new ExtendReply.Refused(
                stored == SpecExtension.MostTrials
                    ? $"Sweep {Id} has {stored:N0} trials, the most that a sweep may have."
                    : $"Sweep {Id} has this configuration already; give another, or another seed.",
                []);
        }

        RequireTrue();
        var trial = new TrialPlanner(spec, await Submission.ConditionsAsync(store, Book, spec)).Plan(stored + 1, parameters);
        if (!trial.Admitted)
        {
            return new ExtendReply.Refused($"The trial {trial.Reason}.", []);
        }

        await ProposeAsync(new ProposedTrials(proposed, [trial], [search.Enqueue(trial)]));
        await TakeUpAsync(added: 1);
        return new ExtendReply.Extended(1);
    }
}
