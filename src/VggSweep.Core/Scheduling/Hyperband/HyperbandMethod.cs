using VggSweep.Core.Sweeps.Methods;
using VggSweep.Core.Sweeps.Parameters;
using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.Core.Scheduling.Hyperband;

internal sealed class HyperbandMethod : Method<SchedulerSpec, HyperbandSpec>
{
    private static readonly Setting Minimum = new(
        "minimum", SettingTable.EpochCount, "1", "Least epochs to a first rung. Default: 1.");

    private static readonly Setting Eta = new(
        "eta", new ValueKind.Whole(2, 100), "3",
        "Reduction factor: each rung needs eta times the epochs of the one before, and the top 1/eta advance. Default: 3.");

    public override string Name => "hyperband";

    public override string About => "asynchronous halving from several first rungs";

    public override string OptionsAbout =>
        "Only with scheduler hyperband: trials are spread over brackets, by their numbers.";

    public override IReadOnlyList<Setting> Options => [Minimum, Eta];

    protected override HyperbandSpec ReadOptions(SpecSection section)
    {
        var defaults = new HyperbandSpec();
        return new HyperbandSpec
        {
            Minimum = section.ReadWhole(Minimum) ?? defaults.Minimum,
            Eta = section.ReadWhole(Eta) ?? defaults.Eta,
        };
    }

    protected override void Note(HyperbandSpec options, MethodDraft draft)
    {
        var second = (long)options.Minimum * options.Eta;
        if (second > draft.MostEpochs)
        {
            draft.Add(
                draft.Find(Minimum.Key),
                $"the second rung would be at epoch {second:N0}, and no trial has more than {draft.MostEpochs:N0}",
                "raise epochs, or lower hyperband.minimum and hyperband.eta");
        }
    }
}
