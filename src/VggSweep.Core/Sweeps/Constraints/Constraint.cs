namespace VggSweep.Core.Sweeps.Constraints;

/// <summary>
/// A condition of the sweep file that every configuration meets, as <c>macs &lt;= 200M</c>. Equal texts are equal
/// constraints.
/// </summary>
public sealed record Constraint
{
    private readonly Func<TrialFacts, bool> holds;

    internal Constraint(string text, Func<TrialFacts, bool> holds, bool dependsOnMachine) =>
        (Text, this.holds, DependsOnMachine) = (text, holds, dependsOnMachine);

    /// <summary>As the file has it.</summary>
    public string Text { get; }

    /// <summary>Whether it names the predicted seconds or memory, which a <see cref="CostBasis"/> tells.</summary>
    public bool DependsOnMachine { get; }

    /// <summary>Whether a configuration meets it. A comparison with a quantity that it does not have holds.</summary>
    internal bool Holds(TrialFacts facts) => holds(facts);

    public bool Equals(Constraint? other) => other?.Text == Text;

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;
}
