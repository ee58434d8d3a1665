using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;

namespace VggSweep.Core.Tests.Sweeps;

public sealed class SpecExtensionRules
{
    private const string Begun =
        """
        name: tiny
        network: { head: gap, batchNorm: true, batchSize: 64, epochs: 2, resolution: 32 }
        training: { images: 500, validationImages: 200 }
        parameters: { width: [8], lr: [0.1, 0.05] }
        """;

    [Theory]
    [InlineData("lr: [0.1, 0.05]", "lr: [0.1, 0.05, 0.2]")]
    [InlineData("lr: [0.1, 0.05]", "lr: [0.05, 0.1]")]
    [InlineData("width: [8]", "width: [16, 8], momentum: [0, 0.9]")]
    [InlineData("epochs: 2, ", "seed: 7, epochs: 2, ")]
    [InlineData("width: [8]", "width: [8], seed: [5, 6]")]
    [InlineData("training:", "limits: { slots: 1, retries: 0, trialTimeout: 2h, failedTrials: 1 }\ntraining:")]
    [InlineData("training:", "search: { maxTrials: 2 }\ntraining:")]
    [InlineData("epochs: 2, ", "width: 8, epochs: 2, ", "width: [8], ", "")]
    public void More_values_seeds_trials_and_other_limits_extend_a_sweep(
        string old, string changed, string alsoOld = "#", string also = "#") =>
        Assert.Empty(Of(Begun.Replace(old, changed, StringComparison.Ordinal).Replace(alsoOld, also, StringComparison.Ordinal)).Refused);

    [Theory]
    [InlineData("images: 500", "images: 30000, seed: 1", "training.images: 500 -> 30000|training.seed: 0 -> 1")]
    [InlineData("images: 500, validationImages: 200", "validationImages: 200, checkpointEvery: 2",
        "training.images: 500 -> not set|training.checkpointEvery: 1 -> 2")]
    [InlineData("epochs: 2", "epochs: 3", "network.epochs: 2 -> 3")]
    [InlineData("head: gap", "head: dense", "network.head: gap -> dense")]
    [InlineData("width: [8], ", "", "parameters.width: 8 -> 64")]
    [InlineData("lr: [0.1, 0.05]", "lr: [0.1]", "parameters.lr: [0.1, 0.05] -> 0.1")]
    [InlineData("width: [8]", "width: [8], momentum: [0.9]", "parameters.momentum: 0 -> 0.9")]
    [InlineData("name: tiny", "name: other", "name: tiny -> other")]
    [InlineData("training:", "scheduler: asha\nobjective: validationLoss\ntraining:",
        "scheduler: none -> asha|objective: validationAccuracy -> validationLoss")]
    [InlineData("training:", "search: { method: random, maxTrials: 9, seed: 3 }\ntraining:",
        "search.method: grid -> random|search.seed: 0 -> 3")]
    [InlineData("training:", "search: { maxTrials: 1 }\ntraining:", "search.maxTrials: not set -> 1")]
    [InlineData("training:", "placement: { priority: 3, labels: [a] }\nresume: exact\ntraining:",
        "placement.priority: 0 -> 3|placement.labels: [] -> [\"a\"]|resume: any -> exact")]
    [InlineData("head: gap", "head: gap, blocks: [[1, 8]]", "network.arch: vgg11 -> blocks|network.blocks: not set -> [[1, 8]]")]
    public void Anything_else_is_refused_by_its_name(string old, string changed, string differences) =>
        Assert.Equal(
            differences.Split('|').Order(),
            Of(Begun.Replace(old, changed, StringComparison.Ordinal)).Refused.Select(difference => $"{difference}").Order());

    /// <summary>More epochs would move hyperband's brackets, and with them decisions that are stored.</summary>
    [Theory]
    [InlineData("hyperband", "parameters.epochs: at most 9 -> at most 27")]
    [InlineData("pasha", "parameters.epochs: at most 9 -> at most 27")]
    [InlineData("asha", "")]
    public void A_scheduler_keeps_the_most_epochs_that_its_decisions_rest_on(string scheduler, string refused)
    {
        var file = $"name: a\nparameters: {{ epochs: [9] }}\nscheduler: {scheduler}";
        var extension = Extension(file, file.Replace("[9]", "[9, 27]", StringComparison.Ordinal), trials: 1);
        Assert.Equal(refused, string.Join('|', extension.Refused));
    }

    [Fact]
    public void Ranges_may_grow_and_not_shrink()
    {
        const string Random = "name: a\nsearch: { method: random, maxTrials: 5 }\nparameters: { width: { int: [4, 16] "
            + "}, lr: { logUniform: [0.01, 1] } }";
        Assert.Empty(Extension(Random, Random.Replace("[4, 16]", "[4, 32]", StringComparison.Ordinal), trials: 5).Refused);
        var refused = Extension(
            Random,
            Random.Replace("[4, 16]", "[8, 32]", StringComparison.Ordinal).Replace("logUniform", "uniform", StringComparison.Ordinal),
            trials: 5).Refused;
        Assert.Equal(
            ["parameters.width: int [4, 16] -> int [8, 32]", "parameters.lr: logUniform [0.01, 1] -> uniform [0.01, 1]"],
            refused.Select(difference => $"{difference}"));
    }

    [Theory]
    [InlineData("int: [4, 16], step: 4", "int: [4, 32], step: 4", "")]
    [InlineData("int: [4, 16], step: 4", "int: [2, 32], step: 2", "")]
    [InlineData("int: [4, 16], step: 4", "int: [4, 32]", "")]
    [InlineData("int: [4, 16], step: 4", "int: [2, 32], step: 3", "parameters.dense: int [4, 16] step 4 -> int [2, 32] step 3")]
    [InlineData("int: [4, 16]", "int: [4, 16], step: 4", "parameters.dense: int [4, 16] -> int [4, 16] step 4")]
    public void A_range_may_get_finer_steps_and_keeps_its_values(string old, string changed, string refused) =>
        Assert.Equal(refused, string.Join('|', Extension(Dense(old), Dense(changed), trials: 1).Refused));

    [Theory]
    [InlineData("[256], when: { head: dense }", "[256, 512], when: { head: dense }", "")]
    [InlineData("[256], when: { head: dense }", "[256]", "parameters.dense: 256 when head: dense -> 256")]
    [InlineData("[256], when: { head: dense }", "[256], when: { head: [dense, gap] }",
        "parameters.dense: 256 when head: dense -> 256 when head: dense, gap")]
    public void A_parameter_keeps_what_it_depends_on(string old, string changed, string refused) =>
        Assert.Equal(refused, string.Join('|', Extension(Conditional(old), Conditional(changed), trials: 1).Refused));

    [Theory]
    [InlineData("[0, 0.4], step: 0.1", "[0, 0.6], step: 0.05", "")]
    [InlineData("[0, 0.4], step: 0.1", "[0, 0.6], step: 0.15", "uniform [0, 0.4] step 0.1 -> uniform [0, 0.6] step 0.15")]
    [InlineData("[0, 0.4], step: 0.1", "[0, 0.4]", "uniform [0, 0.4] step 0.1 -> uniform [0, 0.4]")]
    public void Steps_of_reals_are_compared_value_by_value(string old, string changed, string refused) => Assert.Equal(
        refused.Length == 0 ? "" : $"parameters.dropout: {refused}",
        string.Join('|', Extension(Dropout(old), Dropout(changed), trials: 1).Refused));

    [Fact]
    public void A_seed_that_a_file_does_not_list_stays()
    {
        var first = Of(Begun.Replace("width: [8]", "width: [8], seed: [5]", StringComparison.Ordinal)).Extended;
        var second = new SpecExtension(
            first, Good.Spec(Begun.Replace("width: [8]", "width: [8, 16], seed: [6, 5]", StringComparison.Ordinal)),
            trials: 4);
        Assert.Empty(second.Refused);
        Assert.Equal([0L, 5L, 6L], ((ParameterSpace.Values)second.Extended.Parameters.Single(space => space.Key == "seed")).Items);
        Assert.Equal(["width", "lr", "seed"], second.Extended.Parameters.Select(space => space.Key));
    }

    [Fact]
    public void Only_trials_that_the_sweep_does_not_have_are_added_and_no_more_than_maxTrials_allows()
    {
        var file = Begun.Replace("width: [8]", "width: [8, 16, 32]", StringComparison.Ordinal);
        Assert.Equal(["16/0.1", "16/0.05", "32/0.1", "32/0.05"], Added(file));
        Assert.Equal(["16/0.1"], Added(file + "\nsearch: { maxTrials: 3 }"));
        Assert.Equal(["16/0.1", "16/0.05"], Added(file + "\nsearch: { maxTrials: 4 }"));
        Assert.Empty(Added(Begun));
    }

    private static IEnumerable<string> Added(string file)
    {
        var begun = Good.Spec(Begun);
        var identities = SweepPlan.Propose(begun, Conditions).Select(trial => trial.Parameters.Identity(begun.Training)).ToHashSet();
        return Of(file).Added(identities, Conditions).Select(
            trial => FormattableString.Invariant($"{trial.Parameters.Width}/{trial.Parameters.Lr}"));
    }

    private static string Conditional(string dense) => $"name: a\nparameters: {{ head: [gap, dense], dense: {{ values: {dense} }} }}";

    private static string Dense(string range) => $"name: a\nparameters: {{ dense: {{ {range} }} }}";

    private static string Dropout(string range) =>
        $"name: a\nsearch: {{ method: random, maxTrials: 4 }}\nparameters: {{ dropout: {{ uniform: {range} }} }}";

    private static PlanConditions Conditions => new(1, null, []);

    private static SpecExtension Of(string file) => Extension(Begun, file, trials: 2);

    private static SpecExtension Extension(string begun, string file, int trials) => new(Good.Spec(begun), Good.Spec(file), trials);
}
