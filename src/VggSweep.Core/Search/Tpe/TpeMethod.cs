using VggSweep.Core.Sweeps.Methods;
using VggSweep.Core.Sweeps.Parameters;
using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.Core.Search.Tpe;

internal sealed class TpeMethod : Method<SamplerSpec, TpeSpec>
{
    private static readonly Setting Startup = new(
        "startup", new ValueKind.Whole(1, SettingTable.MostTrials), "10",
        "Results before the model is asked; until then trials are spread evenly. Default: 10.");

    private static readonly Setting Candidates = new(
        "candidates", new ValueKind.Whole(1, 10_000), "24", "Draws, of which the best is proposed. Default: 24.");

    public override string Name => "tpe";

    public override string About => "tree-structured Parzen estimator, learns from results";

    public override string OptionsAbout => "Only with method tpe.";

    public override IReadOnlyList<Setting> Options => [Startup, Candidates];

    protected override TpeSpec ReadOptions(SpecSection section)
    {
        var defaults = new TpeSpec();
        return new TpeSpec
        {
            Startup = section.ReadWhole(Startup) ?? defaults.Startup,
            Candidates = section.ReadWhole(Candidates) ?? defaults.Candidates,
        };
    }

    protected override void Note(TpeSpec options, MethodDraft draft)
    {
        SearchEnd.Note(Name, draft);
        SearchEnd.NoteOneObjective(Name, draft);
    }
}
