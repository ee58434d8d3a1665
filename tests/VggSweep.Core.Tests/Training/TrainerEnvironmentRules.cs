using VggSweep.Core.Training;

namespace VggSweep.Core.Tests.Training;

public sealed class TrainerEnvironmentRules
{
    [Fact]
    public void The_orders_threads_replace_what_is_there() =>
        Assert.Equal("2", Set(new() { ["OMP_NUM_THREADS"] = "7" })["OMP_NUM_THREADS"]);

    [Theory]
    [InlineData("GLIBC_TUNABLES")]
    [InlineData("GOMP_SPINCOUNT")]
    [InlineData("DOTNET_EnableDiagnostics")]
    [InlineData("DOTNET_GCgen0size")]
    public void Of_the_rest_the_users_own_setting_wins(string variable)
    {
        Assert.NotEqual("own", Set([])[variable]);
        Assert.Equal("own", Set(new() { [variable] = "own" })[variable]);
    }

    [Fact]
    public void A_wait_policy_is_the_users_word_on_spinning() =>
        Assert.False(Set(new() { ["OMP_WAIT_POLICY"] = "active" }).ContainsKey("GOMP_SPINCOUNT"));

    [Theory]
    [InlineData(null, "")]
    [InlineData("5", "5")]
    public void A_trainer_sees_its_own_device_alone(string? device, string seen) =>
        Assert.Equal(
            (seen, "PCI_BUS_ID"),
            (Set(new() { ["CUDA_VISIBLE_DEVICES"] = "3,5" }, device)["CUDA_VISIBLE_DEVICES"], Set([], device)["CUDA_DEVICE_ORDER"]));

    private static Dictionary<string, string?> Set(Dictionary<string, string?> environment, string? cudaDevice = null)
    {
        TrainerEnvironment.Set(environment, threads: 2, cudaDevice);
        return environment;
    }
}
