using VggSweep.Core.Grains;
using VggSweep.Core.Leases;
using VggSweep.Simulation.Cluster;
using VggSweep.Simulation.Virtual;

namespace VggSweep.Simulation.Checks;

/// <summary>Sees what the grains answer, and notes what must not be. Keeps the last events for whoever looks into a failure.</summary>
internal sealed class Watch(World world)
{
    private const int KeptEvents = 60;

    private readonly Queue<string> events = new();
    private readonly List<string> violations = [];
    private readonly Dictionary<(string Trial, long Fence), Node> recorders = [];

    public IReadOnlyList<string> Violations => violations;

    public IReadOnlyCollection<string> Events => events;

    /// <summary>The instruction set of each lease.</summary>
    public Dictionary<(string Trial, long Fence), string> Arithmetic { get; } = [];

    /// <summary>Trials whose trainer fell silent.</summary>
    public HashSet<string> Hung { get; } = [];

    /// <summary>Trials whose trainer found no memory.</summary>
    public HashSet<string> WithoutMemory { get; } = [];

    /// <summary>What went wrong, and how often.</summary>
    public Dictionary<string, int> Counts { get; } = [];

    /// <summary>Records that came when the next attempt had begun, and were refused.</summary>
    public int LateRecords { get; private set; }

    public void Note(string what)
    {
        events.Enqueue($"{world.Loop.Elapsed.TotalSeconds,9:0.000} {what}");
        if (events.Count > KeptEvents)
        {
            events.Dequeue();
        }
    }

    public void Count(string fault) => Counts[fault] = Counts.GetValueOrDefault(fault) + 1;

    public void Violate(string what)
    {
        if (!violations.Contains(what))
        {
            Note($"VIOLATION {what}");
            violations.Add(what);
        }
    }

    public void Granted(WorkerOffer offer, Lease? lease)
    {
        if (lease is null)
        {
            return;
        }

        var name = $"{lease.Key.Sweep}/{lease.Key.Trial}";
        Note($"lease of {lease.Key} to {offer.Worker}, {lease.Done} done");
        Arithmetic[(name, lease.Key.Fence)] = lease.Numerics.InstructionSet;
        var sweep = world.Plan.Sweeps.Single(sweep => sweep.Id == lease.Key.Sweep);
        if (sweep.Labels.Except(offer.Labels).Any() || sweep.MemoryBytes > offer.MemoryBytes)
        {
            Violate($"{name} was leased to {offer.Worker}, which does not suit it");
        }
    }

    public void Recorded(Node by, string trial, long fence, EpochReply reply)
    {
        if (reply is EpochReply.Fenced)
        {
            LateRecords += Arithmetic.ContainsKey((trial, fence + 1)) ? 1 : 0;
            Note($"{by.Name} is fenced from {trial} with fence {fence}");
            return;
        }

        if (recorders.TryGetValue((trial, fence), out var other) && other != by)
        {
            Violate($"{other.Name} and {by.Name} both recorded {trial} under fence {fence}");
        }

        recorders[(trial, fence)] = by;
        if (reply is EpochReply.Differs)
        {
            Violate($"{by.Name} repeated an epoch of {trial} with another result");
        }
    }
}
