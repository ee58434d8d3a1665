using VggSweep.Core.Sweeps.Methods;
using VggSweep.Core.Sweeps.Parameters;
using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.Core.Scheduling.Pasha;

internal sealed class PashaMethod : Method<SchedulerSpec, PashaSpec>
{
    private static readonly Setting Minimum = new(
        "minimum", SettingTable.EpochCount, "1", "Epochs to the first rung. Default: 1.");

    private static readonly Setting Eta = new(
        "eta", new ValueKind.Whole(2, 100), "3",
        "Reduction factor: each rung needs eta times the epochs of the one before, and the top 1/eta advance. Default: 3.");

    private static readonly Setting Epsilon = new(
        "epsilon", new ValueKind.Real("a number from 0", 0), "0.01",
        "Results that differ by no more are equal when the rankings of two rungs are compared. Default: 0.01.");

    public override string Name => "pasha";

    public override string About => "asynchronous successive halving that trains further only while the ranking changes";

    public override string OptionsAbout => "Only with scheduler pasha.";

    public override IReadOnlyList<Setting> Options => [Minimum, Eta, Epsilon];

    protected override PashaSpec ReadOptions(SpecSection section)
    {
        var defaults = new PashaSpec();
        return new PashaSpec
        {
            Minimum = section.ReadWhole(Minimum) ?? defaults.Minimum,
            Eta = section.ReadWhole(Eta) ?? defaults.Eta,
            Epsilon = section.Read(Epsilon) as double? ?? defaults.Epsilon,
        };
    }

    protected override void Note(PashaSpec options, MethodDraft draft)
    {
        if (options.EpochsOf(1) >= draft.MostEpochs)
        {
            draft.Add(
                draft.Find(Minimum.Key),
                $"the second rung is at epoch {options.EpochsOf(1):N0}, and no trial has more than {draft.MostEpochs:N0}",
                "raise epochs, or lower pasha.minimum and pasha.eta");
        }
    }
}
