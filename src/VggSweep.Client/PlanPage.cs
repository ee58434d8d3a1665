using System.Text.Json;
using System.Text.Json.Serialization;

namespace VggSweep.Client;

/// <summary>A plan, or what a coordinator answers of it at a time: all sums, and some of the trials.</summary>
/// <param name="Next">The trial after them; null when there is none.</param>
internal sealed record PlanPage(
    string Name, List<JsonElement> Trials, JsonElement Sums, IReadOnlyList<PlanPage.Group> EqualGeometry, IReadOnlyList<string> Warnings,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Next = null)
{
    /// <summary>Adds the trials of the page after this one.</summary>
    /// <exception cref="JsonException">It is a page of another plan, or not the one after this.</exception>
    public PlanPage With(PlanPage following)
    {
        if (following.EqualGeometry.Count != EqualGeometry.Count || following.Next <= Next)
        {
            throw new JsonException("the pages of a plan do not fit together");
        }

        Trials.AddRange(following.Trials);
        foreach (var (group, more) in EqualGeometry.Zip(following.EqualGeometry))
        {
            group.Trials.AddRange(more.Trials);
        }

        return this with { Next = following.Next };
    }

    /// <summary>Trials whose networks are equal but for what is not counted.</summary>
    internal sealed record Group(long Params, IReadOnlyList<string> Networks, List<int> Trials);
}
