using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using VggSweep.Core.Leases;
using VggSweep.Core.Training;
using VggSweep.Core.Trials;
using VggSweep.ServiceDefaults;

namespace VggSweep.Worker.Slots;

/// <summary>
/// Where the files of trials are. Rows and messages name them relative to one folder that every worker reaches, each
/// by its own path. In a home the trainer writes there; in a cluster into scratch, from which files are copied.
/// </summary>
/// <param name="scratch">Null in a home.</param>
/// <param name="mark">Of the shared folder; null in a home.</param>
internal sealed partial class TrialFiles(WorkerOptions options, ScratchFolder? scratch, FilesMark? mark, ILogger<TrialFiles> logger)
{
    private readonly SweepFiles shared = new(options.FilesFolder);

    /// <summary>Where the trainer writes.</summary>
    public string FolderOf(LeaseKey lease) =>
        scratch?.FolderOf(lease) ?? Path.Combine(options.FilesFolder, SweepLayout.FolderOf(lease.Sweep, lease.Trial));

    /// <summary>The file as the trainer reads it.</summary>
    public CheckpointReference Local(CheckpointReference named) =>
        named with { Path = Path.GetFullPath(Path.Combine(options.FilesFolder, named.Path)) };

    /// <summary>The log of an attempt, a file of its own where all workers reach it: no two write one.</summary>
    /// <returns>A writer into nothing when the folder cannot be written to.</returns>
    public TextWriter OpenLog(LeaseKey lease)
    {
        var file = Path.Combine(options.FilesFolder, SweepLayout.FolderOf(lease.Sweep, lease.Trial), SweepLayout.Log(lease.Fence));
        try
        {
            mark?.Require();
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            return new StreamWriter(file, append: true) { AutoFlush = true };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FilesAwayException)
        {
            return TextWriter.Null;
        }
    }

    /// <summary>Removes what an attempt that is over did not publish.</summary>
    public void Clear(LeaseKey lease) => scratch?.Clear(lease);

    /// <exception cref="FilesAwayException">The shared folder is not there.</exception>
    public void Require() => mark?.Require();

    /// <summary>Makes a file that the trainer wrote readable for every worker.</summary>
    /// <returns>The file as rows name it.</returns>
    /// <exception cref="FilesAwayException">The shared folder is full or not there, or what was copied cannot be read back.</exception>
    /// <exception cref="InvalidDataException">The trainer's file is gone or damaged: it can never be published.</exception>
    public async Task<CheckpointReference> PublishAsync(LeaseKey lease, CheckpointReference written, CancellationToken cancellation)
    {
        var named = written with { Path = Path.Combine(SweepLayout.FolderOf(lease.Sweep, lease.Trial), Path.GetFileName(written.Path)) };
        if (scratch is null)
        {
            return named;
        }

        try
        {
            await CopyAsync(written, named, cancellation);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw File.Exists(written.Path)
                ? new FilesAwayException($"{written.Path} cannot be copied to {options.FilesFolder}: {exception.Message}", exception)
                : new InvalidDataException($"{written.Path} was removed before it was published", exception);
        }

        Discard(written);
        return named;
    }

    /// <summary>Deletes what the rows no longer name.</summary>
    /// <param name="paths">As rows name them.</param>
    public void Delete(IReadOnlyList<string>? paths) => Note((paths ?? []).Select(shared.Delete));

    /// <summary>Deletes a file that the trainer wrote and no row names.</summary>
    public void Discard(CheckpointReference written)
    {
        if (scratch is not null)
        {
            scratch.Discard(written.Path);
            return;
        }

        Note([shared.Delete(Path.GetRelativePath(options.FilesFolder, written.Path))]);
    }

    private void Note(IEnumerable<LeftAlone?> outcomes)
    {
        foreach (var left in outcomes.OfType<LeftAlone>())
        {
            LogLeft(options.FilesFolder, left);
        }
    }

    /// <summary>The target appears when it is whole and can be read back, in the folder that was there before and after.</summary>
    private async Task CopyAsync(CheckpointReference written, CheckpointReference named, CancellationToken cancellation)
    {
        Require();
        var to = Local(named).Path;
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        var partial = to + SweepLayout.Copying;
        try
        {
            await FillAsync(partial, written.Path, cancellation);
            if (await HashAsync(partial, cancellation) != written.Hash)
            {
                throw await HashAsync(written.Path, cancellation) == written.Hash
                    ? new IOException("what was copied cannot be read back as it was")
                    : new InvalidDataException($"{written.Path} changed after it was written: its hash differs");
            }

            File.Move(partial, to, overwrite: true);
        }
        catch
        {
            // On a full disk it would keep the room that others need.
            shared.Delete(named.Path + SweepLayout.Copying);
            throw;
        }

        Require();
        if (!File.Exists(to))
        {
            throw new IOException($"{to} was written while {options.FilesFolder} was not mounted");
        }
    }

    private static async Task FillAsync(string to, string from, CancellationToken cancellation)
    {
        await using var source = File.OpenRead(from);

        // Without room it fails at once, and not when the disk has been filled.
        await using var target = new FileStream(
            to, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, PreallocationSize = source.Length });
        await source.CopyToAsync(target, cancellation);
        target.Flush(flushToDisk: true);
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellation)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
    }

    [LoggerMessage(LogLevel.Warning, "A file in {Root} that no trial needs was left alone: {Left}")]
    private partial void LogLeft(string root, LeftAlone left);
}
