using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Simulation;

/// <summary>What became of a virtual sweep.</summary>
/// <param name="Seconds">From the start to the last end.</param>
/// <param name="DeviceSeconds">Of all slots together.</param>
/// <param name="Trials">By number.</param>
/// <param name="Reports">Every judged epoch in the order in which it was judged.</param>
/// <param name="Finish">Why the search ended although trials were left; null when none were.</param>
public sealed record VirtualResult(
    double Seconds,
    double DeviceSeconds,
    IReadOnlyList<VirtualTrial> Trials,
    IReadOnlyList<VirtualReport> Reports,
    string? Finish)
{
    /// <summary>
    /// The complete trial with the best objective, of equals the cheaper, as results rank them; the best of all where none
    /// is complete. Null when nothing was trained.
    /// </summary>
    public VirtualTrial? Chosen(Objective objective) => Trials.Where(trial => trial.Newest is not null)
        .OrderByDescending(trial => trial.IsComplete)
        .ThenByDescending(trial => objective.ValueOf(trial.Newest!))
        .ThenBy(trial => trial.Planned.Cost.Macs)
        .FirstOrDefault();
}

/// <summary>A judged epoch.</summary>
/// <param name="DeviceSeconds">That the sweep had taken of all slots together.</param>
public sealed record VirtualReport(double DeviceSeconds, VirtualTrial Trial, EpochRecord Record);
