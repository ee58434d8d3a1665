using System.Diagnostics;
using VggSweep.Core.Training;

namespace VggSweep.Trainer.Tests;

/// <summary>The real process, spoken to line by line.</summary>
public sealed class TrainerProcessProtocol
{
    [Fact]
    public async Task It_says_hello_and_ends_with_its_input()
    {
        using var trainer = Start();
        var hello = Assert.IsType<TrainerEvent.Hello>(TrainerProtocol.ReadEvent((await trainer.StandardOutput.ReadLineAsync())!));
        Assert.Equal((TrainerProtocol.Version, TrainerProtocol.Build, trainer.Id), (hello.Protocol, hello.Build, hello.Pid));
        trainer.StandardInput.Close();
        await EndsAsync(trainer);
        Assert.Equal(0, trainer.ExitCode);
    }

    [Fact]
    public async Task A_line_that_is_no_command_ends_it_with_the_reason()
    {
        using var trainer = Start();
        await trainer.StandardOutput.ReadLineAsync();
        await trainer.StandardInput.WriteLineAsync("{\"type\":\"nonsense\"}");
        await trainer.StandardInput.FlushAsync();
        await EndsAsync(trainer);
        Assert.Equal(65, trainer.ExitCode);
        Assert.Contains($"no command of protocol {TrainerProtocol.Version}", await trainer.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupt_is_none_of_its_business()
    {
        using var trainer = Start();
        await trainer.StandardOutput.ReadLineAsync();
        using (var kill = Process.Start("kill", ["-INT", $"{trainer.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        trainer.StandardInput.Close();
        await EndsAsync(trainer);
        Assert.Equal(0, trainer.ExitCode);
    }

    private static Process Start() => Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "VggSweep.Trainer.dll"), "serve"])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static async Task EndsAsync(Process trainer)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await trainer.WaitForExitAsync(patience.Token);
    }
}
