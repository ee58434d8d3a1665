using System.Diagnostics;
using System.Text.Json;
using VggSweep.Core.Training;

namespace VggSweep.Worker.Trainers;

/// <summary>
/// A running trainer: one process with one thread count, that trains one trial at a time. It ends when its standard
/// input ends, so it never outlives this process.
/// </summary>
public sealed class TrainerProcess : ITrainer
{
    /// <summary>As <see cref="Core.Trials.Numerics.Device"/> names it.</summary>
    public const string Cuda = "cuda";

    private const int KeptLines = 20;

    /// <summary>Loading libtorch takes a second, and on a machine that is far too busy half a minute.</summary>
    private static readonly TimeSpan HelloPatience = TimeSpan.FromMinutes(2);

    /// <summary>Of a process that SIGKILL ended.</summary>
    private const int KilledCode = 128 + 9;

    /// <summary>How often a trainer is started that is killed each time.</summary>
    private const int Starts = 3;

    private readonly Process process;
    private readonly long? killsBefore = OutOfMemoryKills.Count();
    private readonly Queue<string> lastLines = new();

    /// <summary>Nothing can be asked of a process that is gone.</summary>
    private long peakBytes;

    private readonly string? cudaDevice;

    /// <summary>Bytes of the device that others had when this one started.</summary>
    private readonly long usedBefore;

    private TrainerProcess(Process process, int threads, string? cudaDevice, long usedBefore)
    {
        (this.process, this.cudaDevice, this.usedBefore) = (process, cudaDevice, usedBefore);
        Threads = threads;
        process.ErrorDataReceived += (_, line) =>
        {
            Keep(line.Data);
            if (!string.IsNullOrWhiteSpace(line.Data))
            {
                Said?.Invoke(line.Data);
            }
        };
        process.BeginErrorReadLine();
    }

    public int Threads { get; }

    public int Pid => process.Id;

    public TrainerEvent.Hello Hello { get; private set; } = null!;

    public Action<string>? Said { get; set; }

    public long DevicePeakBytes { get; private set; }

    /// <summary>Which libtorch on what, for a person.</summary>
    public string Text => $"libtorch {Hello.Libtorch}{(Hello.LibtorchFolder is { } folder ? $" in {folder}" : "")}, "
        + $"{(cudaDevice is null ? $"{Hello.Device} {Hello.InstructionSet}" : CudaDevices.TextOf(cudaDevice))}";

    /// <summary>Starts it again where SIGKILL ended it before its hello: that was the kernel or a person, not the program.</summary>
    /// <param name="cudaDevice">The one CUDA device that it sees; null for the processor.</param>
    /// <exception cref="TrainerStartException">The program does not start or does not fit, or does not find its device.</exception>
    public static async Task<TrainerProcess> StartAsync(
        TrainerProgram program, int threads, string? cudaDevice, CancellationToken cancellation)
    {
        for (var start = 1; ; start++)
        {
            var used = cudaDevice is null ? 0 : Nvml.Find(cudaDevice)?.UsedBytes ?? 0;
            var trainer = new TrainerProcess(
                StopSignals.Blocked(() => Launch(StartInfo(program, ["serve"], threads, cudaDevice), program)), threads,
                cudaDevice, used);
            try
            {
                if (await trainer.ReadHelloAsync(cancellation) is { } hello)
                {
                    trainer.Hello = hello;
                    return Unfit(hello, program, cudaDevice) is { } reason ? throw new TrainerStartException(reason) : trainer;
                }

                var end = await trainer.DescribeAsync();
                if (start == Starts || !trainer.process.HasExited || trainer.process.ExitCode != KilledCode)
                {
                    throw new TrainerStartException(
                        trainer.Refusal() ?? $"The trainer {program} did not start: it {end}. Run `vggsweep doctor`.");
                }
            }
            catch
            {
                await trainer.DisposeAsync();
                throw;
            }

            await trainer.DisposeAsync();
        }
    }

    /// <summary>Starts and ends one, to hear before anything is begun whether what a person brings, a libtorch or a driver, fits.</summary>
    /// <inheritdoc cref="StartAsync"/>
    public static async Task CheckAsync(TrainerProgram program, int threads, string? cudaDevice)
    {
        await using var trainer = await StartAsync(program, threads, cudaDevice, CancellationToken.None);
    }

    public async Task SendAsync(TrainerCommand command)
    {
        try
        {
            await process.StandardInput.WriteLineAsync(TrainerProtocol.Write(command));
            await process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // It is gone; the reader will see that and say how it ended.
        }
    }

    public async Task<TrainerEvent?> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            var line = await process.StandardOutput.ReadLineAsync(cancellation);
            peakBytes = Math.Max(peakBytes, ResidentMemory.PeakOf(process.Id));
            DevicePeakBytes = Math.Max(DevicePeakBytes, DeviceBytes());
            return line is null ? null : TrainerProtocol.ReadEvent(line);
        }
        catch (JsonException exception)
        {
            Keep($"it wrote a line that is not an event: {exception.Message}");
            return null;
        }
    }

    public async Task<TrainerDeath> DeathAsync()
    {
        // A process that has closed its output is about to exit by itself; its own exit code says more than our kill.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
        }

        var killsNow = OutOfMemoryKills.Count();
        return new TrainerDeath(process.ExitCode, killsNow > killsBefore, LastLines(), peakBytes);
    }

    public async Task KillAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process.Dispose();
    }

    /// <returns>Why a trainer that says this is not the one that is wanted; null when it is.</returns>
    private static string? Unfit(TrainerEvent.Hello hello, TrainerProgram program, string? cudaDevice) =>
        hello.Protocol != TrainerProtocol.Version || hello.Build != TrainerProtocol.Build
            ? $"The trainer {program} is from another build; build both together."
            : cudaDevice is not null && hello.Device != Cuda
                ? $"The trainer {program} finds no CUDA device {cudaDevice}; build it with -p:TorchBackend=external "
                    + "(the machine's PyTorch) "
                    + "or cuda, check nvidia-smi, or train on the CPU."
                : null;

    /// <returns>Null when it says something else, nothing at all, or ends.</returns>
    private async Task<TrainerEvent.Hello?> ReadHelloAsync(CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(HelloPatience);
        try
        {
            return await ReadAsync(patience.Token) as TrainerEvent.Hello;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>How the trainer's program is started, by whoever speaks with it.</summary>
    internal static ProcessStartInfo StartInfo(
        TrainerProgram program, IReadOnlyList<string> arguments, int threads, string? cudaDevice = null)
    {
        var isManaged = program.Path.EndsWith(".dll", StringComparison.Ordinal);
        var start = new ProcessStartInfo(isManaged ? DotnetHost() : program.Path)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (isManaged)
        {
            start.ArgumentList.Add(program.Path);
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        TrainerEnvironment.Set(start.Environment, threads, cudaDevice, program.Libtorch);
        return start;
    }

    /// <exception cref="TrainerStartException">There is no such program, or the system cannot run it.</exception>
    internal static Process Launch(ProcessStartInfo start, TrainerProgram program)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new TrainerStartException(
                $"The trainer {program} cannot be started: {exception.Message}. Set {TrainerProtocol.TrainerVariable} "
                + "to its path, or build again.");
        }
    }

    /// <summary>The runtime that runs us runs the trainer too, wherever it is installed.</summary>
    private static string DotnetHost() =>
        Environment.ProcessPath is { } own && Path.GetFileName(own) == "dotnet" ? own : "dotnet";

    /// <returns>The sentence of a trainer that found its libtorch missing or unfit; null where it ended otherwise.</returns>
    private string? Refusal()
    {
        lock (lastLines)
        {
            return process.HasExited && process.ExitCode == TrainerProtocol.RefusedCode && lastLines.Count > 0 ? lastLines.Last() : null;
        }
    }

    /// <summary>libtorch keeps what it has once taken of a device: what it has now is the most so far.</summary>
    private long DeviceBytes() => cudaDevice is null ? 0
        : Nvml.UsedBy(cudaDevice, process.Id) ?? Math.Max(0, (Nvml.Find(cudaDevice)?.UsedBytes ?? 0) - usedBefore);

    private async Task<string> DescribeAsync()
    {
        // Unlike the waiting with a time this one hears what was said to the end.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await process.WaitForExitAsync(patience.Token).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return process.HasExited ? $"exited with code {process.ExitCode}: {LastLines()}" : $"did not say hello: {LastLines()}";
    }

    private void Keep(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        lock (lastLines)
        {
            lastLines.Enqueue(line);
            if (lastLines.Count > KeptLines)
            {
                lastLines.Dequeue();
            }
        }
    }

    private string LastLines()
    {
        lock (lastLines)
        {
            return string.Join(" | ", lastLines);
        }
    }
}
