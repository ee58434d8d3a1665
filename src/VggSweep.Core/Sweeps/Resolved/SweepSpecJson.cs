using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using VggSweep.Core.Scheduling;
using VggSweep.Core.Sweeps.Constraints;

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
        };
        if (spec.Constraints.Count > 0)
        {
            form["constraints"] = Node(spec.Constraints.Select(constraint => constraint.Text));
        }

        if (spec.CostBasis is not null)
        {
            form["costBasis"] = Node(spec.CostBasis);
        }

        form["search"] = Node(spec.Search);
        Schedulers.Table.Write(form, spec.Scheduler);
        form["objective"] = Node(spec.Objective);
        if (spec.Objectives.Count > 0)
        {
            form["objectives"] = Node(spec.Objectives);
        }

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
        Constraints = [.. (form.Constraints ?? []).Select(Constraint)],
        CostBasis = form.CostBasis,
        Search = form.Search,
        Scheduler = Schedulers.Table.Restore(form.Scheduler, form.Sections),
        Objective = form.Objective,
        Objectives = form.Objectives ?? [],
        Training = form.Training,
        Limits = form.Limits,
        Placement = form.Placement,
        Resume = form.Resume,
    });

    private static Constraint Constraint(string text)
    {
        var (constraint, at, message, _) = ConstraintReader.Read(text);
        return constraint ?? throw new JsonException($"{text}: {message} at character {at + 1}.");
    }

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
        public IReadOnlyList<string>? Constraints { get; init; }

        public IReadOnlyList<ObjectiveSpec>? Objectives { get; init; }

        public CostBasis? CostBasis { get; init; }

        /// <summary>The options of schedulers, by their names.</summary>
        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Sections { get; init; }
    }
}
