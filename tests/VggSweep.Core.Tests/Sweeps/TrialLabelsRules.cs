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
    public void A_label_is_not_empty_when_no_parameter_differs()
    {
        var spec = Good.Spec("name: a\nparameters: { lr: [0.1], width: [8] }");
        Assert.Equal("lr=0.1 width=8", TrialLabels.Of(spec).For(Samplers.For(spec).Propose(0, SearchHistory.Empty)!.Parameters));
    }

    [Theory]
    [InlineData(0.00001, "1e-5")]
    [InlineData(0.00012, "0.00012")]
    [InlineData(0, "0")]
    public void A_small_number_has_an_exponent_as_sweep_files_write_it(double value, string text) =>
        Assert.Equal(text, TrialLabels.Value("weightDecay", new TrialParameters { WeightDecay = value }));

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
