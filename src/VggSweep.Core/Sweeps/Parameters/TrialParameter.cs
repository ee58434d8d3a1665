namespace VggSweep.Core.Sweeps.Parameters;

/// <summary>
/// One thing in which trials may differ: its key in sweep files and JSON, its values, and its place in
/// <see cref="TrialParameters"/>.
/// </summary>
/// <param name="Example">For messages.</param>
/// <param name="About">For the JSON Schema.</param>
/// <param name="Get">The value, or null when the trial leaves it to the network.</param>
/// <param name="With">The parameters with another value.</param>
public sealed record TrialParameter(
    string Key,
    ValueKind Kind,
    string Example,
    string About,
    Func<TrialParameters, object?> Get,
    Func<TrialParameters, object, TrialParameters> With)
{
    /// <summary>
    /// The value that JSON leaves out, because records of before the parameter mean it. Default: none, it is always
    /// written.
    /// </summary>
    public object? LeftOut { get; init; }
}
