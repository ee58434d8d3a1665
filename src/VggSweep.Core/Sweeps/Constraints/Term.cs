using VggSweep.Core.Sweeps.Parameters;

namespace VggSweep.Core.Sweeps.Constraints;

/// <summary>A part of a constraint that was read.</summary>
/// <param name="At">Characters before it.</param>
internal abstract record Term(int At)
{
    /// <summary>For messages.</summary>
    public abstract string Description { get; }

    /// <summary>A number; null where a configuration has none.</summary>
    internal sealed record Number(int At, Func<TrialFacts, double?> Of) : Term(At)
    {
        public override string Description => "a number";
    }

    /// <summary>A comparison, or several.</summary>
    internal sealed record Truth(int At, Func<TrialFacts, bool> Of) : Term(At)
    {
        public override string Description => "a comparison";
    }

    /// <summary>A parameter whose values are names.</summary>
    internal sealed record Choice(int At, TrialParameter Parameter) : Term(At)
    {
        public override string Description => Parameter.Key;
    }

    /// <summary>A name that stands for no quantity: perhaps a value.</summary>
    internal sealed record Word(int At, string Text) : Term(At)
    {
        public override string Description => VisibleText.Quote(Text);
    }
}
