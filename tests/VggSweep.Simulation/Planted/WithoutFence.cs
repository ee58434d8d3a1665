using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace VggSweep.Simulation.Planted;

/// <summary>A planted fault: epochs are recorded under any fence.</summary>
internal sealed partial class WithoutFence : DbCommandInterceptor
{
    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        if (command.CommandText.StartsWith("UPDATE trials SET done", StringComparison.Ordinal))
        {
            command.CommandText = Fence().Replace(command.CommandText, "");
        }

        return result;
    }

    [GeneratedRegex(@"AND fence = @\w+")]
    private static partial Regex Fence();
}
