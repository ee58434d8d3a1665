using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using VggSweep.Core.Scheduling;

namespace VggSweep.Core.Sweeps.Resolved;

/// <summary>
/// A sweep's resolved form, with the keys of the sweep file:
/// <c>{"version":1,"name":…,"network":{…},"parameters":{…},…}</c>.
/// </summary>
public static class SweepSpecJson
{
    public static string Write(SweepSpec spec)
    {
        var form = new JsonObject
        {
            ["version"] = ResolvedForm.Version,
            ["name"] = spec.Name,
            ["network"] = Node(spec.Base),
            ["parameters"] = Node(spec.Parameters),
            ["search"] = Node(spec.Search),
        };
        Schedulers.Table.Write(form, spec.Scheduler);
        form["objective"] = Node(spec.Objective);
        form["training"] = Node(spec.Training);
        form["limits"] = Node(spec.Limits);
        form["placement"] = Node(spec.Placement);
        form["resume"] = Node(spec.Resume);
        return ResolvedForm.Write(form);
    }

    public static Stored<SweepSpec> Read(string json) => ResolvedForm.Read(json, (Form form) => new SweepSpec
    {
        Name = form.Name,
        Base = form.Network,
        Parameters = form.Parameters,
        Search = form.Search,
        Scheduler = Schedulers.Table.Restore(form.Scheduler, form.Sections),
        Objective = form.Objective,
        Training = form.Training,
        Limits = form.Limits,
        Placement = form.Placement,
        Resume = form.Resume,
    });

    private static JsonNode? Node<T>(T value) => JsonSerializer.SerializeToNode(value, ResolvedForm.Options);

    private sealed record Form(
        int Version,
        string Name,
        TrialParameters Network,
        IReadOnlyList<ParameterSpace> Parameters,
        SearchSpec Search,
        string Scheduler,
        Objective Objective,
        TrainingSpec Training,
        LimitsSpec Limits,
        PlacementSpec Placement,
        ResumeRule Resume)
    {
        /// <summary>The options of schedulers, by their names.</summary>
        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Sections { get; init; }
    }
}
