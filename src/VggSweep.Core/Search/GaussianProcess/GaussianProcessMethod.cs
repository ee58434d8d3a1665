using VggSweep.Core.Sweeps.Methods;
using VggSweep.Core.Sweeps.Parameters;
using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.Core.Search.GaussianProcess;

internal sealed class GaussianProcessMethod : Method<SamplerSpec, GaussianProcessSpec>
{
    private static readonly Setting Choice = new(
        "acquisition", ValueKind.Choice.Of<Acquisition>(), "gittins",
        "By what the next trial is chosen. expectedImprovement: whatever it costs; improvementPerCost; gittins: what it may "
        + "reach less its price, and the search ends when no trial is worth its price. Default: expectedImprovement.");

    private static readonly Setting Startup = new(
        "startup", new ValueKind.Whole(1, SettingTable.MostTrials), "8",
        "Results before the model is asked; until then trials are spread evenly. Default: two more than twice the parameters, at most 10.");

    private static readonly Setting Worth = new(
        "worth", new ValueKind.Real("a number above 0", 0, IncludesLow: false), "0.001",
        "Only with acquisition gittins, which needs it: the gain of the objective that justifies one slot for the time per.");

    private static readonly Setting Per = new("per", new Duration(), "10m", "Only with worth. Default: 1h.");

    public override string Name => "gp";

    public override string About => "Gaussian process, learns from results";

    public override string OptionsAbout => "Only with method gp.";

    public override IReadOnlyList<Setting> Options => [Choice, Startup, Worth, Per];

    protected override GaussianProcessSpec ReadOptions(SpecSection section)
    {
        var defaults = new GaussianProcessSpec();
        return new GaussianProcessSpec
        {
            Acquisition = section.Read(Choice) as Acquisition? ?? defaults.Acquisition,
            Startup = section.ReadWhole(Startup),
            Worth = section.Read(Worth) as double?,
            Per = section.Read(Per) as TimeSpan? ?? defaults.Per,
        };
    }

    protected override void Note(GaussianProcessSpec options, MethodDraft draft)
    {
        SearchEnd.Note(Name, draft);
        SearchEnd.NoteOneObjective(Name, draft);
        if (options is { Acquisition: Acquisition.Gittins, Worth: null })
        {
            draft.Add(
                draft.Find(Choice.Key), "the Gittins index needs to know what a gain is worth",
                "add worth: 0.001 and per: 10m, or choose another acquisition");
        }
        else if (options.Acquisition is not Acquisition.Gittins && (draft.Find(Worth.Key) ?? draft.Find(Per.Key)) is { } unused)
        {
            draft.Add(unused, "only acquisition gittins weighs a gain against its price", "add acquisition: gittins, or remove it");
        }
    }
}
