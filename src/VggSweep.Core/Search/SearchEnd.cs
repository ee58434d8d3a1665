using VggSweep.Core.Sweeps.Methods;
using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.Core.Search;

/// <summary>Checks that several samplers share; of every one but the grid that the file says how many trials there are.</summary>
internal static class SearchEnd
{
    /// <summary>The check of samplers that look for the best of one objective.</summary>
    public static void NoteOneObjective(string method, MethodDraft draft)
    {
        if (draft.Draft.Spec.Objectives.Count > 1)
        {
            draft.Errors.Add(
                draft.Draft.Root.Find(ObjectivesReader.Key)!, ObjectivesReader.Key, $"a {method} search goes by one objective",
                "use method: nsga2, which finds the front of several, or give objective instead");
        }
    }

    public static void Note(string method, MethodDraft draft)
    {
        if (draft.Draft.Root.Find("search") is SpecNode.Mapping mapping && mapping.Entries.All(entry => entry.Key.Text != "maxTrials"))
        {
            draft.Errors.Add(mapping, "search", $"{method} search needs maxTrials", "add it, such as maxTrials: 20");
        }
    }
}
