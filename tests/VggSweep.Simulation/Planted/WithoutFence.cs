using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace VggSweep.Simulation.Planted;

/// <summary>A planted fault: epochs are recorded under any fence.</summary>
internal static partial class WithoutFence
{
    public static FormattableString Of(FormattableString statement) =>
        statement.Format.StartsWith("UPDATE trials SET done", StringComparison.Ordinal)
        ? FormattableStringFactory.Create(Fence().Replace(statement.Format, ""), statement.GetArguments())
        : statement;

    [GeneratedRegex(@"AND fence = \{\d+\}")]
    private static partial Regex Fence();
}
