namespace VggSweep.Core.Sweeps.Reading;

/// <summary>A sweep file that was read: its spec, or every mistake in it in the order of the file.</summary>
/// <param name="Spec">Null exactly when there are errors.</param>
public sealed record SpecReading(SweepSpec? Spec, IReadOnlyList<SpecError> Errors);
