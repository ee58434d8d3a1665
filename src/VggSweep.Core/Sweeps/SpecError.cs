namespace VggSweep.Core.Sweeps;

/// <summary>One mistake in a sweep file: where it stands, what is wrong and how to mend it.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Path">The key, as <c>parameters.lr[2]</c>; empty for the document as a whole.</param>
/// <param name="Message">What is wrong, without a full stop.</param>
/// <param name="Fix">The mend, as a command without a full stop.</param>
public sealed record SpecError(int Line, int Column, string Path, string Message, string Fix)
{
    /// <summary><c>file:line:column: what; the mend</c>, as editors and terminals find places.</summary>
    public string Format(string file) => $"{file}:{Line}:{Column}: {Message}; {Fix}";
}
