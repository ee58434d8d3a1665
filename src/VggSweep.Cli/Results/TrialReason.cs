using System.Text.RegularExpressions;
using VggSweep.Core.Api;
using VggSweep.Core.Trials;

namespace VggSweep.Cli.Results;

/// <summary>Why a trial is where it is, in a few words; <c>vggsweep events</c> has the whole reason.</summary>
internal static partial class TrialReason
{
    private const int Longest = 24;

    /// <returns>As <c>out of memory</c> or <c>rung 1</c>; empty when there is nothing to say.</returns>
    public static string Short(TrialResult trial) => trial.State switch
    {
        TrialState.Completed or TrialState.Running => "",
        TrialState.Pruned or TrialState.Paused or TrialState.Cancelled => FirstClause(trial.Detail ?? ""),
        TrialState.Failed => Outcome(trial),
        _ => string.IsNullOrEmpty(trial.Detail) ? "" : Outcome(trial),
    };

    private static string Outcome(TrialResult trial) => Capital().Replace(trial.Outcome ?? "", " $0").Trim().ToLowerInvariant();

    private static string FirstClause(string detail)
    {
        var clause = detail.Split('(', ':', ';', ',')[0].Trim();
        return clause.Length > Longest ? clause[..(Longest - 1)] + "…" : clause;
    }

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}
