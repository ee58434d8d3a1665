namespace VggSweep.Core.Sweeps.Resolved;

/// <summary>A sweep's resolved form, with the keys of the sweep file: <c>{"version":1,"name":…,"network":{…},"parameters":{…},…}</c>.</summary>
public static class SweepSpecJson
{
    public static string Write(SweepSpec spec) => ResolvedForm.Write(new Form(
        ResolvedForm.Version, spec.Name, spec.Base, spec.Parameters, spec.Search, spec.Scheduler, spec.Asha, spec.Objective, spec.Training, spec.Limits,
        spec.Placement, spec.Resume));

    public static Stored<SweepSpec> Read(string json) => ResolvedForm.Read(json, (Form form) => new SweepSpec
    {
        Name = form.Name,
        Base = form.Network,
        Parameters = form.Parameters,
        Search = form.Search,
        Scheduler = form.Scheduler,
        Asha = form.Asha,
        Objective = form.Objective,
        Training = form.Training,
        Limits = form.Limits,
        Placement = form.Placement,
        Resume = form.Resume,
    });

    private sealed record Form(
        int Version,
        string Name,
        TrialParameters Network,
        IReadOnlyList<ParameterSpace> Parameters,
        SearchSpec Search,
        SchedulerKind Scheduler,
        AshaSpec Asha,
        Objective Objective,
        TrainingSpec Training,
        LimitsSpec Limits,
        PlacementSpec Placement,
        ResumeRule Resume);
}
