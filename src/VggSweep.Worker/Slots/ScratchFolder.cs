using System.Security.Cryptography;
using VggSweep.Core.Leases;
using VggSweep.Core.Training;
using VggSweep.ServiceDefaults;

namespace VggSweep.Worker.Slots;

/// <summary>
/// A worker's own folder on a local disk, where its trainers write until the files are published. A lock that ends with
/// the process marks it as in use; the next worker on the machine removes what a dead one left.
/// </summary>
internal sealed class ScratchFolder : IDisposable
{
    private const string Prefix = "vggsweep-scratch-";
    private const string LockName = "lock";

    private readonly string folder;
    private readonly FileStream held;

    private ScratchFolder(string folder)
    {
        this.folder = folder;
        held = new FileStream(Path.Combine(folder, LockName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
    }

    /// <param name="root">Shared by the workers of a machine; made if missing.</param>
    /// <exception cref="ConfigurationProblemException">It cannot be written to.</exception>
    public static ScratchFolder Take(string root)
    {
        try
        {
            Directory.CreateDirectory(root);
            foreach (var left in Directory.EnumerateDirectories(root, Prefix + "*"))
            {
                RemoveAbandoned(left);
            }

            var folder = Path.Combine(root, Prefix + RandomNumberGenerator.GetHexString(16, lowercase: true));
            Directory.CreateDirectory(folder);
            return new ScratchFolder(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationProblemException(
                $"VggSweep__Worker__Scratch: {root} cannot be written to: {exception.Message}; name a folder on a local disk.");
        }
    }

    /// <summary>Where an attempt's trainer writes.</summary>
    public string FolderOf(LeaseKey lease) => Path.Combine(folder, $"{lease.Sweep}-{lease.Trial}-{lease.Fence}");

    /// <summary>Removes what an attempt that is over did not publish.</summary>
    public void Clear(LeaseKey lease) => RemoveAttempt(FolderOf(lease));

    /// <summary>Deletes a file that a trainer wrote here and nobody needs. Where that fails, only room is lost.</summary>
    public void Discard(string file)
    {
        if (Path.GetDirectoryName(Path.GetDirectoryName(file)) != folder || !SweepLayout.IsTensors(Path.GetFileName(file)))
        {
            return;
        }

        try
        {
            File.Delete(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It goes with the rest of the attempt's files.
        }
    }

    public void Dispose()
    {
        held.Dispose();
        RemoveAbandoned(folder);
    }

    private static void RemoveAbandoned(string folder)
    {
        var file = Path.Combine(folder, LockName);
        if (IsLink(folder) || !File.Exists(file))
        {
            return;
        }

        try
        {
            using var taken = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            foreach (var attempt in Directory.EnumerateDirectories(folder))
            {
                RemoveAttempt(attempt);
            }

            if (Directory.EnumerateFileSystemEntries(folder).All(entry => entry == file))
            {
                File.Delete(file);
                Directory.Delete(folder);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // In use, or another user's.
        }
    }

    /// <summary>Whatever a trainer did not write stays, and its folder with it.</summary>
    private static void RemoveAttempt(string attempt)
    {
        if (IsLink(attempt) || !Directory.Exists(attempt))
        {
            return;
        }

        try
        {
            foreach (var file in Directory.EnumerateFiles(attempt).Where(file => SweepLayout.IsTensors(Path.GetFileName(file))))
            {
                File.Delete(file);
            }

            if (!Directory.EnumerateFileSystemEntries(attempt).Any())
            {
                Directory.Delete(attempt);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Only room is lost.
        }
    }

    private static bool IsLink(string folder) => new DirectoryInfo(folder).LinkTarget is not null;
}
