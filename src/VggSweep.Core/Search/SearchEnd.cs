using VggSweep.Core.Sweeps.Methods;
using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.Core.Search;

/// <summary>The check of every sampler but the grid: the file says how many trials there are.</summary>
internal static class SearchEnd
{
    public static void Note(string method, MethodDraft draft)
    {
        if (draft.Draft.Root.Find("search") is SpecNode.Mapping mapping && mapping.Entries.All(entry => entry.Key.Text != "maxTrials"))
        {
            draft.Errors.Add(mapping, "search", $"{method} search needs maxTrials", "add it, such as maxTrials: 20");
        }
    }
}
