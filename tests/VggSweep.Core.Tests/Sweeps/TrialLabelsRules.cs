using VggSweep.Core.Search;
using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Tests.Sweeps;

public sealed class TrialLabelsRules
{
    [Fact]
    public void A_label_has_the_parameters_that_differ_in_the_order_of_the_file()
    {
        var spec = Good.Spec("name: a\nparameters: { resolution: [32, 56], lr: [0.1], batchNorm: true, width: [8, 16] }");
        var labels = TrialLabels.Of(spec);

        Assert.Equal(["resolution", "width"], labels.Keys);
        Assert.Equal("resolution=56 width=8", labels.For(Samplers.For(spec).Propose(2, SearchHistory.Empty)!.Parameters));
    }

    [Fact]
    public void A_drawn_number_is_shortened_and_a_listed_one_is_not()
    {
        Assert.Equal("0.01235", TrialLabels.Value("lr", new TrialParameters { Lr = 0.0123456789 }));
        Assert.Equal("0.012345", TrialLabels.Value("lr", new TrialParameters { Lr = 0.012345 }));
    }

    [Fact]
    public void What_a_trial_leaves_to_its_network_is_a_dash() =>
        Assert.Equal("-", TrialLabels.Value("width", new TrialParameters { Arch = "alexnet" }));
}
