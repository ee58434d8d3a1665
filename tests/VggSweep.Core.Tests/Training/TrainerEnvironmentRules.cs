using VggSweep.Core.Training;

namespace VggSweep.Core.Tests.Training;

public sealed class TrainerEnvironmentRules
{
    [Fact]
    public void The_orders_threads_replace_what_is_there() => Assert.Equal("2", Set(new() { ["OMP_NUM_THREADS"] = "7" })["OMP_NUM_THREADS"]);

    [Theory]
    [InlineData("GLIBC_TUNABLES")]
    [InlineData("GOMP_SPINCOUNT")]
    [InlineData("DOTNET_EnableDiagnostics")]
    public void Of_the_rest_the_users_own_setting_wins(string variable)
    {
        Assert.NotEqual("own", Set([])[variable]);
        Assert.Equal("own", Set(new() { [variable] = "own" })[variable]);
    }

    [Fact]
    public void A_wait_policy_is_the_users_word_on_spinning() =>
        Assert.False(Set(new() { ["OMP_WAIT_POLICY"] = "active" }).ContainsKey("GOMP_SPINCOUNT"));

    private static Dictionary<string, string?> Set(Dictionary<string, string?> environment)
    {
        TrainerEnvironment.Set(environment, threads: 2);
        return environment;
    }
}
