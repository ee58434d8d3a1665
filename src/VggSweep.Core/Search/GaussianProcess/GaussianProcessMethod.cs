using VggSweep.Core.Sweeps.Methods;
using VggSweep.Core.Sweeps.Parameters;
using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.Core.Search.GaussianProcess;

internal sealed class GaussianProcessMethod : Method<SamplerSpec, GaussianProcessOptions>
{
    private static readonly Setting AcquisitionSetting = new(
        "acquisition", ValueKind.Choice.Of<Acquisition>(), "gittinsIndex",
        "logExpectedImprovement; logExpectedImprovementPerCost: by training MACs; gittinsIndex: weighs each trial's gain against its price, and "
        + "ends the search when none is worth it. Default: logExpectedImprovement.");

    private static readonly Setting Startup = new(
        "startup", new ValueKind.Whole(1, 1_000), "6",
        "Results before the model is asked; trials are spread evenly until then. Default: twice the parameters and 2, at most 10.");

    private static readonly Setting Price = new(
        "price", new ValueKind.Real("a number above 0", 0, IncludesLow: false), "0.01",
        "Of acquisition gittinsIndex: how much more of the objective 1e15 training MACs must promise, as 0.01 for one point of accuracy.");

    public override string Name => "gp";

    public override string About => "Gaussian process, which learns from results and may weigh them against their cost";

    public override string OptionsAbout => "Only with search.method gp.";

    public override IReadOnlyList<Setting> Options => [AcquisitionSetting, Startup, Price];

    protected override GaussianProcessOptions ReadOptions(SpecSection section) => new()
    {
        Acquisition = section.Read(AcquisitionSetting) as Acquisition? ?? default,
        Startup = section.ReadWhole(Startup),
        Price = section.Read(Price) as double?,
    };

    protected override void Note(GaussianProcessOptions options, MethodDraft draft)
    {
        draft.RequireMaxTrials(Name);
        if (options.Acquisition is Acquisition.GittinsIndex && options.Price is null)
        {
            draft.Add(draft.Find(AcquisitionSetting.Key), "the Gittins index needs a price", "add what 1e15 training MACs must gain, as price: 0.01");
        }
    }
}
