using VggSweep.Core.Sweeps.Methods;
using VggSweep.Core.Sweeps.Parameters;
using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.Core.Scheduling.TopK;

internal sealed class TopKMethod : Method<SchedulerSpec, TopKSpec>
{
    private static readonly Setting Epochs = new(
        "epochs", SettingTable.EpochCount, "1", "Epochs that every trial trains before they are compared. Default: 1.");

    private static readonly Setting Keep = new(
        "keep", new ValueKind.Whole(1, SettingTable.MostTrials), "3", "Trials that train to their end. Default: 3.");

    public override string Name => "topK";

    public override string About => "every trial trains one epoch, then the best K train to their end";

    public override string OptionsAbout => "Only with scheduler topK.";

    public override IReadOnlyList<Setting> Options => [Epochs, Keep];

    protected override TopKSpec ReadOptions(SpecSection section)
    {
        var defaults = new TopKSpec();
        return new TopKSpec
        {
            Epochs = section.ReadWhole(Epochs) ?? defaults.Epochs,
            Keep = section.ReadWhole(Keep) ?? defaults.Keep,
        };
    }

    protected override void Note(TopKSpec options, MethodDraft draft)
    {
        if (options.Epochs >= draft.MostEpochs)
        {
            draft.Add(
                draft.Find(Epochs.Key),
                $"trials are compared after epoch {options.Epochs:N0}, and none has more than {draft.MostEpochs:N0}",
                "raise epochs, or lower topK.epochs");
        }
    }
}
