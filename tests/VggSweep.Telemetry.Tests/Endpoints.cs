using System.Net;

namespace VggSweep.Telemetry.Tests;

/// <summary>Every program tells how it is.</summary>
public sealed class Endpoints
{
    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    [InlineData("/metrics")]
    public async Task A_program_answers(string path)
    {
        await using var program = await Scraped.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task A_program_whose_collector_is_away_answers()
    {
        await using var program = await Scraped.StartAsync(otlp: "http://127.0.0.1:1");
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/metrics")).StatusCode);
    }

    [Fact]
    public async Task A_program_that_answers_and_is_not_well_is_alive()
    {
        await using var program = await Scraped.StartAsync(isWell: false);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await program.GetAsync("/health")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/alive")).StatusCode);
    }
}
