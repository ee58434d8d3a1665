namespace VggSweep.Core.Sweeps.Resolved;

/// <summary>A trial's resolved form: <c>{"version":1,"parameters":{…},"training":{…}}</c>.</summary>
public static class TrialSpecJson
{
    public static string Write(TrialSpec spec) => ResolvedForm.Write(new Form(ResolvedForm.Version, spec.Parameters, spec.Training));

    public static Stored<TrialSpec> Read(string json) =>
        ResolvedForm.Read(json, (Form form) => new TrialSpec(form.Parameters, form.Training));

    /// <summary>The text before and after the parameters' own JSON, for rows that hold that alone.</summary>
    public static (string Head, string Tail) Around(TrainingSpec training) =>
        ($"{ResolvedForm.Beginning}{ResolvedForm.Version},\"parameters\":", $",\"training\":{ResolvedForm.Write(training)}}}");

    private sealed record Form(int Version, TrialParameters Parameters, TrainingSpec Training);
}
