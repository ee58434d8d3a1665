using VggSweep.Core.Sweeps.Methods;
using VggSweep.Core.Sweeps.Parameters;
using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.Core.Search.Grid;

internal sealed class GridMethod : Method<SamplerSpec, GridSpec>
{
    public override string Name => "grid";

    public override string About => "every combination";

    protected override GridSpec ReadOptions(SpecSection section) => new();

    protected override void Note(GridSpec options, MethodDraft draft)
    {
        var (file, errors) = (draft.Draft, draft.Errors);
        var ranges = file.Spaces.Where(space => space.Space.Size is null).ToList();
        foreach (var range in ranges)
        {
            var path = $"parameters.{range.Space.Key}";
            errors.Add(
                range.At, path, $"{path} is a range, and a grid has no values for it",
                "add a step, list its values, or use search: { method: random, maxTrials: 20 }");
        }

        var count = new ConfigurationSpace(file.Spec).Count;
        var most = file.Spec.Search.MaxTrials ?? count;
        if (ranges.Count == 0 && (count is null || Math.Min(count.Value, most!.Value) > SettingTable.MostTrials))
        {
            var trials = count is null ? "more trials than can be counted" : $"{count:N0} trials";
            errors.Add(
                file.Root.Find("parameters")!, "parameters", $"the grid has {trials}, more than the limit of {SettingTable.MostTrials:N0}",
                "shorten the lists, raise the steps or add search.maxTrials");
        }
    }
}
