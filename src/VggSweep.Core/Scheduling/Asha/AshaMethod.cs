using VggSweep.Core.Sweeps.Methods;
using VggSweep.Core.Sweeps.Parameters;
using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.Core.Scheduling.Asha;

internal sealed class AshaMethod : Method<SchedulerSpec, AshaSpec>
{
    private static readonly Setting Form = new(
        "form", ValueKind.Choice.Of<AshaForm>(), "promotion",
        "promotion: a trial outside the top 1/eta pauses until it is inside; stopping: it ends. Default: promotion.");

    private static readonly Setting Rungs = new(
        "rungs", ValueKind.Choice.Of<RungResource>(), "epochs",
        "epochs, or of the trial so far: macs (multiply-accumulates) or seconds (as predicted). Default: epochs.");

    private static readonly Setting Minimum = new(
        "minimum", SettingTable.EpochCount, "1",
        "Epochs, MACs or seconds to the first rung. Default: 1 epoch; rungs in macs or seconds have none.")
    {
        SchemaKind = new Duration(),
    };

    private static readonly Setting MinimumMacs =
        Minimum with { Kind = new ValueKind.Real("a number of MACs from 1", 1), Example = "1e12" };

    private static readonly Setting MinimumSeconds = Minimum with { Kind = new Duration(), Example = "90s or 10m" };

    private static readonly Setting Eta = new(
        "eta", new ValueKind.Whole(2, 100), "3",
        "Reduction factor: each rung needs eta times the resource of the one before, and the top 1/eta advance. Default: 3.");

    private static readonly Setting Grace = new(
        "grace", SettingTable.EpochCount, "1", "Epochs that every trial trains before it is compared. Default: 1.");

    private static readonly Setting Fair = new(
        "fair", ValueKind.Choice.Of<Fairness>(), "cost",
        "any: trials are compared with all at the rung; cost: with those whose epochs cost the same within a factor of "
        + "four. Default: any.");

    public override string Name => "asha";

    public override string About => "asynchronous successive halving";

    public override string OptionsAbout =>
        "Only with scheduler asha: rung k is at minimum × eta^k, and of n trials there n/eta advance.";

    public override IReadOnlyList<Setting> Options => [Form, Rungs, Minimum, Eta, Grace, Fair];

    protected override AshaSpec ReadOptions(SpecSection section)
    {
        var defaults = new AshaSpec();
        var rungs = section.Read(Rungs) as RungResource? ?? defaults.Rungs;
        return new AshaSpec
        {
            Form = section.Read(Form) as AshaForm? ?? defaults.Form,
            Rungs = rungs,
            Minimum = ReadMinimum(section, rungs) ?? defaults.Minimum,
            Eta = section.ReadWhole(Eta) ?? defaults.Eta,
            Grace = section.ReadWhole(Grace) ?? defaults.Grace,
            Fair = section.Read(Fair) as Fairness? ?? defaults.Fair,
        };
    }

    protected override void Note(AshaSpec options, MethodDraft draft)
    {
        var minimum = draft.Find(Minimum.Key);
        if (options.Rungs is not RungResource.Epochs && minimum is null)
        {
            var (unit, example) = options.Rungs is RungResource.Macs ? ("MACs", "1e12") : ("seconds", "90s");
            draft.Add(
                null, $"rungs in {unit} have no default minimum",
                $"add one, such as minimum: {example}; `vggsweep plan` shows what trials cost");
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

    private static double? ReadMinimum(SpecSection section, RungResource rungs) => rungs switch
    {
        RungResource.Macs => section.Read(MinimumMacs) as double?,
        RungResource.Seconds => (section.Read(MinimumSeconds) as TimeSpan?)?.TotalSeconds,
        _ => section.ReadWhole(Minimum),
    };
}
