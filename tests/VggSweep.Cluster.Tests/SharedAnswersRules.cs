using System.IO.Compression;
using System.Text.Json;
using VggSweep.Coordinator.Api;

namespace VggSweep.Cluster.Tests;

/// <summary>An answer that many ask for is made once.</summary>
public sealed class SharedAnswersRules
{
    private readonly Ticks time = new();
    private readonly SharedAnswers answers;
    private int made;

    public SharedAnswersRules() => answers = new SharedAnswers(time);

    [Fact]
    public async Task All_who_ask_while_it_is_made_get_the_same()
    {
        var gate = new TaskCompletionSource();
        var asked = Enumerable.Range(0, 20).Select(_ => answers.GetAsync("sweep", () => MakeAsync(gate.Task))).ToList();
        gate.SetResult();
        Assert.All(await Task.WhenAll(asked), json => Assert.Equal(1, Read(json)));
    }

    [Fact]
    public async Task What_took_long_is_given_again_for_ten_times_as_long()
    {
        Assert.Equal(1, Read(await AskAsync(TimeSpan.FromSeconds(1))));
        time.Now += TimeSpan.FromSeconds(9.9);
        Assert.Equal(1, Read(await AskAsync(TimeSpan.FromSeconds(1))));
        time.Now += TimeSpan.FromSeconds(0.2);
        Assert.Equal(2, Read(await AskAsync(TimeSpan.FromSeconds(1))));
    }

    [Fact]
    public async Task What_is_cheap_is_made_for_each()
    {
        Assert.Equal(1, Read(await AskAsync(TimeSpan.Zero)));
        Assert.Equal(2, Read(await AskAsync(TimeSpan.Zero)));
    }

    [Fact]
    public async Task A_failure_is_not_kept()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => answers.GetAsync<int>("sweep", () => throw new TimeoutException()));
        Assert.Equal(1, Read(await AskAsync(TimeSpan.Zero)));
    }

    private Task<byte[]> AskAsync(TimeSpan takes) => answers.GetAsync("sweep", () =>
    {
        time.Now += takes;
        return MakeAsync(Task.CompletedTask);
    });

    private async Task<int> MakeAsync(Task gate)
    {
        await gate;
        return Interlocked.Increment(ref made);
    }

    private static int Read(byte[] json)
    {
        using var plain = new GZipStream(new MemoryStream(json), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<int>(plain);
    }

    private sealed class Ticks : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
