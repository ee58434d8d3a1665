using VggSweep.Core.Sweeps.Methods;
using VggSweep.Core.Sweeps.Parameters;
using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.Core.Scheduling.Asha;

internal sealed class AshaMethod : Method<SchedulerSpec, AshaSpec>
{
    private static readonly Setting Form = new(
        "form", ValueKind.Choice.Of<AshaForm>(), "promotion",
        "promotion: a trial that is not among the best pauses, and goes on when it is; stopping: it ends. Default: promotion.");

    private static readonly Setting Rungs = new(
        "rungs", ValueKind.Choice.Of<RungResource>(), "epochs",
        "epochs, or macs: multiply-accumulates of the trial so far. Default: epochs.");

    private static readonly ValueKind MacsKind = new ValueKind.Real("a number of MACs from 1", 1);

    private static readonly Setting Minimum = new(
        "minimum", SettingTable.EpochCount, "1", "Epochs, or MACs, to the first rung. Default: 1 epoch; rungs in macs have none.")
    {
        SchemaKind = MacsKind,
    };

    private static readonly Setting MinimumMacs = Minimum with { Kind = MacsKind, Example = "1e12" };

    private static readonly Setting Eta = new(
        "eta", new ValueKind.Whole(2, 100), "3",
        "Each rung lies so many times as far as the one before, and one in so many goes on. Default: 3.");

    private static readonly Setting Grace = new(
        "grace", SettingTable.EpochCount, "1", "Epochs before which no trial is compared. Default: 1.");

    public override string Name => "asha";

    public override string About => "asynchronous successive halving";

    public override string OptionsAbout => "Only with scheduler asha: rung k is at minimum × eta^k, and of n trials there n/eta go on.";

    public override IReadOnlyList<Setting> Options => [Form, Rungs, Minimum, Eta, Grace];

    protected override AshaSpec ReadOptions(SpecSection section)
    {
        var defaults = new AshaSpec();
        var rungs = section.Read(Rungs) as RungResource? ?? defaults.Rungs;
        return new AshaSpec
        {
            Form = section.Read(Form) as AshaForm? ?? defaults.Form,
            Rungs = rungs,
            Minimum = rungs is RungResource.Epochs
                ? section.ReadWhole(Minimum) ?? defaults.Minimum
                : section.Read(MinimumMacs) as double? ?? defaults.Minimum,
            Eta = section.ReadWhole(Eta) ?? defaults.Eta,
            Grace = section.ReadWhole(Grace) ?? defaults.Grace,
        };
    }

    protected override void Note(AshaSpec options, MethodDraft draft)
    {
        var minimum = draft.Find(Minimum.Key);
        if (options.Rungs is RungResource.Macs && minimum is null)
        {
            draft.Add(null, "rungs in MACs have no minimum by themselves", "add one, as minimum: 1e12; `vggsweep plan` shows what trials cost");
            return;
        }

        var first = Math.Max(options.Grace, options.Rungs is RungResource.Epochs ? options.Minimum : 1);
        if (first >= draft.MostEpochs)
        {
            draft.Add(
                minimum, $"the first rung is at epoch {first:N0}, and no trial has more than {draft.MostEpochs:N0}",
                "raise epochs, or lower asha.minimum and asha.grace");
        }
    }
}
