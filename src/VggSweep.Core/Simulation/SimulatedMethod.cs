namespace VggSweep.Core.Simulation;

/// <summary>What a sampler and a scheduler make of a sweep, over the seeds of a simulation.</summary>
/// <param name="Name">As <c>tpe + asha</c>.</param>
/// <param name="Trials">Begun.</param>
/// <param name="DeviceSeconds">Of all slots together.</param>
/// <param name="Macs">Multiply-accumulates of the training.</param>
/// <param name="Seconds">From the start to the end.</param>
/// <param name="Best">The objective of the trial that would be chosen, as recorded; the greater the better.</param>
/// <param name="Regret">How far the chosen configuration's mean is below the best one's.</param>
/// <param name="Finish">Why the search ended although trials were left, under the first seed.</param>
public sealed record SimulatedMethod(
    string Name,
    Spread Trials,
    Spread DeviceSeconds,
    Spread Macs,
    Spread Seconds,
    Spread Best,
    Spread Regret,
    string? Finish);
