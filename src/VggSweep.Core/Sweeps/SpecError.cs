namespace VggSweep.Core.Sweeps;

/// <summary>One mistake in a sweep file: where it stands, what is wrong and how to mend it.</summary>
/// <param name="Line">From 1; 0 when the mistake has no place.</param>
/// <param name="Column">From 1; 0 when the mistake has no place.</param>
/// <param name="Path">The key, as <c>parameters.lr[2]</c>.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Fix">The mend.</param>
public sealed record SpecError(int Line, int Column, string Path, string Message, string Fix);
