using System.Text.Json;
using VggSweep.Core.Training;

namespace VggSweep.Worker.Trainers;

/// <summary>The trainer's self-test of a device, in a process of its own.</summary>
public static class TrainerSelfTest
{
    /// <param name="cudaDevice">Null for the processor.</param>
    /// <returns>Claim by claim, as they are tried.</returns>
    /// <exception cref="TrainerStartException">The trainer does not start, or ends within the test.</exception>
    public static async IAsyncEnumerable<Claim> RunAsync(TrainerProgram program, int threads, string? cudaDevice)
    {
        var start = TrainerProcess.StartInfo(program, ["selftest", cudaDevice is null ? "cpu" : TrainerProcess.Cuda], threads, cudaDevice);
        using var trainer = TrainerProcess.Launch(start, program);
        var errors = trainer.StandardError.ReadToEndAsync();
        var areGood = true;
        while (await trainer.StandardOutput.ReadLineAsync() is { } line)
        {
            var claim = Read(line);
            areGood &= claim.IsGood;
            yield return claim;
        }

        await trainer.WaitForExitAsync();
        var said = (await errors).Trim();
        if (areGood && trainer.ExitCode != 0)
        {
            throw new TrainerStartException(trainer.ExitCode == TrainerProtocol.RefusedCode && said.Length > 0
                ? said.Split('\n')[^1]
                : $"The trainer {program} died in its self-test with exit code {trainer.ExitCode}: {said}");
        }
    }

    private static Claim Read(string line)
    {
        try
        {
            return Claim.Read(line);
        }
        catch (JsonException)
        {
            throw new TrainerStartException($"Unexpected line from the trainer: {line}; build both programs together.");
        }
    }
}
