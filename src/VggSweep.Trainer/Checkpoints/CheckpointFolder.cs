using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Training;
using VggSweep.Core.Trials;
using VggSweep.Trainer.Native;
using VggSweep.Trainer.Training;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Checkpoints;

/// <summary>A trial's files. Each is complete or not there: written aside, synced, renamed.</summary>
/// <param name="folder">Made if missing.</param>
/// <param name="fence">Stands in every name, so that two attempts never write one file.</param>
internal sealed class CheckpointFolder(string folder, long fence)
{
    private const string RandomState = "random";

    /// <summary>Everything that the rest of the training depends on.</summary>
    public CheckpointReference Save(int epoch, int step, RunningSums sums, int threads, IReadOnlyList<(string Name, Tensor Tensor)> tensors)
    {
        using var scope = NewDisposeScope();
        var metadata = new Dictionary<string, string>
        {
            ["epoch"] = Text(epoch),
            ["step"] = Text(step),
            ["loss"] = Text(BitConverter.DoubleToInt64Bits(sums.Loss)),
            ["correct"] = Text(sums.Correct),
            ["images"] = Text(sums.Images),
            ["threads"] = Text(threads),
        };
        return Write(SweepLayout.Checkpoint(epoch, step, fence), epoch, step, [.. tensors, (RandomState, get_rng_state())], metadata);
    }

    /// <summary>
    /// The final weights and running statistics, with what a reader needs to rebuild the network. The sweep's name is not among
    /// it: equal trainings give equal bytes, whichever sweep they belong to.
    /// </summary>
    public CheckpointReference SaveWeights(
        TrialParameters trial, TrainingSpec training, IReadOnlyList<(string Name, Tensor Tensor)> tensors) =>
        Write(SweepLayout.Weights(fence), trial.Epochs, 0, tensors, new Dictionary<string, string>
        {
            ["epoch"] = Text(trial.Epochs),
            ["arch"] = trial.Arch,
            ["parameters"] = TrialParametersJson.Write(trial),
            ["identity"] = trial.Identity(training),
        });

    /// <summary>Puts a checkpoint's state into the tensors and into torch's random source.</summary>
    /// <returns>The sums of the unfinished epoch.</returns>
    /// <exception cref="InvalidDataException">The file is not what its row says.</exception>
    public static RunningSums Load(CheckpointReference checkpoint, IReadOnlyList<(string Name, Tensor Tensor)> tensors)
    {
        var file = File.ReadAllBytes(checkpoint.Path);
        if (Convert.ToHexStringLower(SHA256.HashData(file)) != checkpoint.Hash)
        {
            throw new InvalidDataException("its hash differs from that of its row");
        }

        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var random = get_rng_state();
        var metadata = SafeTensors.Read(file, [.. tensors, (RandomState, random)]);
        set_rng_state(random);
        return new RunningSums(
            BitConverter.Int64BitsToDouble(Number(metadata["loss"])), Number(metadata["correct"]),
            Number(metadata["images"]));
    }

    private CheckpointReference Write(
        string name, int epoch, int step, IReadOnlyList<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, name);
        var unfinished = path + SweepLayout.Unfinished;
        string hash;
        long bytes;
        try
        {
            using var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 20);
            (hash, bytes) = SafeTensors.Write(file, tensors, metadata);
            file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            // On a full disk the torso would keep the space that others need.
            File.Delete(unfinished);
            throw;
        }

        File.Move(unfinished, path, overwrite: true);
        SyncFolder();
        return new CheckpointReference(epoch, step, fence, path, hash, bytes);
    }

    /// <summary>The new name is durable only when its folder is.</summary>
    private void SyncFolder()
    {
        var descriptor = Libc.Open(folder, flags: 0);
        var isSynced = descriptor >= 0 && Libc.Sync(descriptor) == 0;
        var error = Marshal.GetLastPInvokeError();
        _ = Libc.Close(descriptor);
        if (!isSynced)
        {
            throw new IOException($"{folder} cannot be synced to the disk: {Marshal.GetPInvokeErrorMessage(error)}", error);
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
