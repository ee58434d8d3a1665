using System.Globalization;
using VggSweep.Core.Training;
using VggSweep.Tests;

namespace VggSweep.Trainer.Tests;

/// <summary>The protocol, spoken with the real process.</summary>
[Collection(OneAtATime.Name)]
public sealed class TrainerProcessRules : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(3);
    private static readonly int[] StopSignals = [Signals.HangUp, Signals.Interrupt, Signals.Terminate];

    private readonly string folder = Directory.CreateTempSubdirectory("vggsweep-trainer-").FullName;

    [Fact]
    public async Task It_says_hello_first_and_leaves_when_its_input_ends()
    {
        await using var trainer = new TrainerUnderTest();
        var hello = Assert.IsType<TrainerEvent.Hello>(await trainer.ReadAsync());
        Assert.Equal(
            (TrainerProtocol.Version, TrainerProtocol.Build, trainer.Pid, "cpu"),
            (hello.Protocol, hello.Build, hello.Pid, hello.Device));
        Assert.Matches("^(avx512|avx2|baseline)$", hello.InstructionSet);
        Assert.Matches(@"^\d+\.\d+\.\d+", hello.Libtorch);

        trainer.CloseInput();
        Assert.Equal(0, await trainer.ExitAsync(Soon));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"type":"dance"}""")]
    public async Task A_line_that_is_no_command_is_told_and_ends_it(string line)
    {
        await using var trainer = new TrainerUnderTest();
        await trainer.ReadAsync<TrainerEvent.Hello>();
        await trainer.SendLineAsync(line);
        Assert.Equal(65, await trainer.ExitAsync(Soon));
        Assert.Contains("not a command of protocol", trainer.Errors(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_of_its_input_ends_it_within_a_step_that_takes_longer()
    {
        await using var trainer = new TrainerUnderTest();
        await trainer.SendAsync(new TrainerCommand.Train(GivenOrder.SlowSteps(folder)));
        await trainer.ReadAsync<TrainerEvent.Started>();
        trainer.CloseInput();
        Assert.Equal(0, await trainer.ExitAsync(Soon));
        Assert.Null(await trainer.ReadAsync());
    }

    [Fact]
    public async Task Signals_to_stop_are_the_workers_business()
    {
        await using var trainer = new TrainerUnderTest();
        await trainer.ReadAsync<TrainerEvent.Hello>();
        Array.ForEach(StopSignals, trainer.Signal);
        await trainer.SendAsync(new TrainerCommand.Train(GivenOrder.Small(folder)));
        await trainer.ReadAsync<TrainerEvent.Started>();
        Array.ForEach(StopSignals, trainer.Signal);
        Assert.IsType<AttemptEnd.Completed>((await trainer.ReadAsync<TrainerEvent.Ended>()).End);
    }

    [Fact]
    public async Task Training_yields_to_the_silos_of_the_machine()
    {
        await using var trainer = new TrainerUnderTest();
        await trainer.SendAsync(new TrainerCommand.Train(GivenOrder.Small(folder)));
        Assert.IsType<AttemptEnd.Completed>((await trainer.ReadAsync<TrainerEvent.Ended>()).End);

        var busiest = Directory.EnumerateDirectories($"/proc/{trainer.Pid}/task").Select(StatOf).MaxBy(stat => stat.Ticks);
        Assert.Equal(Math.Min(StatOf("/proc/self").Nice + 5, 19), busiest.Nice);
    }

    /// <summary>A thread's processor time and niceness: fields 14, 15 and 19 of proc(5).</summary>
    private static (long Ticks, int Nice) StatOf(string folder)
    {
        // The name, in brackets, may hold anything; the third field follows it.
        var stat = File.ReadAllText(Path.Combine(folder, "stat"));
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (
            long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture),
            int.Parse(fields[16], CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task What_native_code_prints_goes_to_the_errors()
    {
        await using var trainer = new TrainerUnderTest();
        await trainer.ReadAsync<TrainerEvent.Hello>();
        await File.WriteAllTextAsync($"/proc/{trainer.Pid}/fd/1", "a native print\n");
        await trainer.SendAsync(new TrainerCommand.Train(GivenOrder.Small(folder)));
        Assert.IsType<TrainerEvent.Started>(await trainer.ReadAsync());
        Assert.IsType<AttemptEnd.Completed>((await trainer.ReadAsync<TrainerEvent.Ended>()).End);
        Assert.Contains("a native print", trainer.Errors(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stop_ends_the_training_and_leaves_a_checkpoint_if_asked(bool checkpoint)
    {
        await using var trainer = new TrainerUnderTest();
        await trainer.SendAsync(new TrainerCommand.Train(GivenOrder.Endless(folder)));
        await trainer.ReadAsync<TrainerEvent.EpochDone>();
        await trainer.SendAsync(new TrainerCommand.Stop(checkpoint));

        TrainerEvent? last = null, beforeLast = null;
        while (last is not TrainerEvent.Ended)
        {
            (beforeLast, last) = (last, await trainer.ReadAsync());
        }

        var stopped = Assert.IsType<AttemptEnd.Stopped>(((TrainerEvent.Ended)last).End);
        if (checkpoint)
        {
            var saved = Assert.IsType<TrainerEvent.Saved>(beforeLast).Checkpoint;
            Assert.Equal((stopped.Epoch - 1, stopped.Step), (saved.Epoch, saved.Step));
            Assert.Equal(saved.Bytes, new FileInfo(saved.Path).Length);
        }
        else
        {
            Assert.All(Directory.GetFiles(folder), file => Assert.Contains("-step-00000-", file, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task It_trains_one_trial_after_the_other_while_healthy_and_none_after_a_failure()
    {
        await using var trainer = new TrainerUnderTest();
        var order = GivenOrder.Small(folder);
        var hashes = new List<string>();
        for (var trial = 0; trial < 2; trial++)
        {
            await trainer.SendAsync(new TrainerCommand.Train(order));
            hashes.Add(Assert.IsType<AttemptEnd.Completed>((await trainer.ReadAsync<TrainerEvent.Ended>()).End).Weights.Hash);
        }

        Assert.Equal(hashes[0], hashes[1]);
        await trainer.SendAsync(new TrainerCommand.Train(order with { Parameters = order.Parameters with { Lr = 1e30 } }));
        Assert.IsType<AttemptEnd.Diverged>((await trainer.ReadAsync<TrainerEvent.Ended>()).End);
        Assert.Equal(1, await trainer.ExitAsync(Soon));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
