using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Reading;
using VggSweep.Core.Sweeps.Resolved;
using VggSweep.Store;

namespace VggSweep.Simulation.Cluster;

/// <summary>A sweep of a history, and what it asks of its workers.</summary>
internal sealed record SimulatedSweep(
    string Name, int Priority, int? Slots, long MemoryBytes, IReadOnlyList<string> Labels, bool IsExact,
    IReadOnlyList<SimulatedTrial> Trials)
{
    /// <summary>Lines of the sweep file; empty for none.</summary>
    public string Scheduler { get; init; } = "";

    /// <summary>Whether results decide what is tried; its trials are proposed while it runs.</summary>
    public bool IsAdaptive { get; init; }

    private string Method => Name == "s1" ? "tpe" : "gp";

    /// <summary>At that price the search ends before its last trial.</summary>
    private string Options => Name == "s1" ? "tpe: { startup: 2 }" : "gp: { startup: 2, acquisition: gittins, worth: 1, per: 1s }";

    /// <summary>The first sweep of its name.</summary>
    public string Id => $"{Name}-1";

    public string ToYaml() =>
        $$"""
        name: {{Name}}
        network: { arch: vgg11, epochs: {{Trials.Max(trial => trial.Epochs)}}, head: gap, resolution: 32, batchSize: 32 }
        {{(IsAdaptive
            ? $"parameters: {{ width: [4, 8], lr: {{ logUniform: [0.001, 0.1] }} }}\n"
                + $"search: {{ method: {Method}, maxTrials: {Trials.Count}, {Options} }}"
            : $"parameters: {{ seed: [{string.Join(", ", Trials.Select((_, index) => index))}] }}")}}
        limits: { retries: 2{{(Slots is null ? "" : $", slots: {Slots}")}} }
        placement: { labels: [{{string.Join(", ", Labels)}}] }
        resume: {{(IsExact ? "exact" : "any")}}
        {{Scheduler}}
        """;

    public string ToForm() => SweepSpecJson.Write(SweepSpecReader.Read(ToYaml()).Spec!);

    public IReadOnlyList<NewTrial> ToRows() => IsAdaptive ? [] : [.. Trials.Select((trial, index) => new NewTrial(
        index + 1, TrialSpecJson.Write(new TrialSpec(new TrialParameters { Epochs = trial.Epochs, Seed = index },
            new TrainingSpec())), trial.Name, 1, 1000 + (index * 10), 10, MemoryBytes))];
}
