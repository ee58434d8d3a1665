namespace VggSweep.Core.Sweeps.Constraints;

/// <summary>Ends the reading of a constraint; <see cref="ConstraintReader"/> turns it into a value.</summary>
/// <param name="at">Characters before the mistake.</param>
internal sealed class ConstraintMistakeException(int at, string message, string fix) : Exception(message)
{
    public int At => at;

    public string Fix => fix;
}
