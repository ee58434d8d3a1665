using VggSweep.Core.Sweeps.Methods;
using VggSweep.Core.Sweeps.Parameters;
using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.Core.Scheduling.MedianStopping;

internal sealed class MedianMethod : Method<SchedulerSpec, MedianSpec>
{
    private static readonly Setting Startup = new(
        "startup", new ValueKind.Whole(1, SettingTable.MostTrials), "5", "Completed trials before any is ended. Default: 5.");

    private static readonly Setting Grace = new(
        "grace", SettingTable.EpochCount, "1", "Epochs before which no trial is ended. Default: 1.");

    public override string Name => "median";

    public override string About => "ends a trial whose best result is worse than the median of the completed ones at its epoch";

    public override string OptionsAbout => "Only with scheduler median.";

    public override IReadOnlyList<Setting> Options => [Startup, Grace];

    protected override MedianSpec ReadOptions(SpecSection section)
    {
        var defaults = new MedianSpec();
        return new MedianSpec
        {
            Startup = section.ReadWhole(Startup) ?? defaults.Startup,
            Grace = section.ReadWhole(Grace) ?? defaults.Grace,
        };
    }

    protected override void Note(MedianSpec options, MethodDraft draft)
    {
        if (options.Grace >= draft.MostEpochs)
        {
            draft.Add(
                draft.Find(Grace.Key),
                $"trials are compared from epoch {options.Grace:N0}, and none has more than {draft.MostEpochs:N0}",
                "raise epochs, or lower median.grace");
        }
    }
}
