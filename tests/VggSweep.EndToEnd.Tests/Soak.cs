using System.Diagnostics;
using VggSweep.EndToEnd.Tests.Harness;

namespace VggSweep.EndToEnd.Tests;

/// <summary>The short form of <c>bench/soak</c>, and that it would see what grows.</summary>
public sealed class Soak
{
    private static readonly SoakRound Round = new(10, "", 200_000_000, 260, 6, 102_400, 0, 0);

    [Fact]
    public async Task Two_rounds_of_kills_lose_nothing_and_leave_nothing()
    {
        var program = Path.Combine(
            VggSweepProgram.Repository, "artifacts", "bin", "VggSweep.Soak", VggSweepProgram.BuildConfiguration,
            "VggSweep.Soak.dll");
        var soak = Process.Start(
            new ProcessStartInfo("dotnet", [program, "--small", "--rounds", "2", "--seed", "2"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;

        var ended = (await VggSweepProgram.EndAsync(soak)).Expect(0);

        Assert.Equal((5, 1), (ended.Output.Split("stayed").Length - 1, ended.Output.Split("not told").Length - 1));
    }

    [Fact]
    public void Variation_with_the_times_of_the_kills_is_not_growth() => Assert.DoesNotContain(
        Growth.Of([.. Enumerable.Range(0, 30).Select(index => Round with { PeakBytes = index % 3 == 0
            ? 155_000_000 : 150_000_000 + (index * 2_000_000), Descriptors = 258 + (index % 5) })]), figure => figure.Grew);

    [Theory]
    [InlineData("resident memory")]
    [InlineData("open descriptors")]
    [InlineData("database")]
    [InlineData("files in the home")]
    [InlineData("files in the temporary folder")]
    [InlineData("processes left")]
    public void A_leak_of_each_kind_is_named(string what)
    {
        var rounds = Enumerable.Range(0, 30).Select(index => what switch
        {
            "resident memory" => Round with { PeakBytes = 200_000_000 + (index * 2_000_000) },
            "open descriptors" => Round with { Descriptors = 260 + index },
            "database" => Round with { DatabaseBytes = 102_400 + (index * 8192) },
            "files in the home" => Round with { HomeFiles = 6 + (index / 10) },
            "files in the temporary folder" => Round with { TemporaryFiles = index / 10 },
            _ => Round with { Processes = index / 10 },
        });

        Assert.StartsWith(what, Assert.Single(Growth.Of([.. rounds]), figure => figure.Grew).Line, StringComparison.Ordinal);
    }
}
