using VggSweep.Core.Leases;
using VggSweep.Core.Scheduling;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Grains;

/// <summary>One sweep: its scheduler, and what of it is still to do. The key is the sweep's id.</summary>
[Alias("sweep")]
public interface ISweepGrain : IGrainWithStringKey
{
    /// <summary>Queues what is left of the sweep; without effect while it runs.</summary>
    Task Start();

    /// <summary>What holds for every lease of the sweep.</summary>
    Task<SweepTerms> Terms();

    /// <summary>The scheduler's answer to a recorded epoch, stored with its reason. Asked again, it answers the same.</summary>
    Task<Decision> Judge(int trial, EpochRecord record);

    /// <summary>A trial has left the state Running.</summary>
    Task Left(int trial, TrialState state);

    /// <summary>Starts no more trials; what runs goes on.</summary>
    Task Stop();
}
