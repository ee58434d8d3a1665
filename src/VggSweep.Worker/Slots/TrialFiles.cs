using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using VggSweep.Core.Grains;
using VggSweep.Core.Leases;
using VggSweep.Core.Training;
using VggSweep.Core.Trials;
using VggSweep.ServiceDefaults;

namespace VggSweep.Worker.Slots;

/// <summary>
/// Where the files of trials are. Rows and messages name them relative to one folder that every worker reaches, each
/// by its own path; the trainer writes there at once, or into a scratch folder from which they are copied.
/// </summary>
internal sealed partial class TrialFiles(WorkerOptions options, ILogger<TrialFiles> logger)
{
    private string ScratchRoot => options.ScratchFolder ?? options.FilesFolder;

    /// <summary>Where the trainer writes.</summary>
    public string FolderOf(string sweep, int trial) => Path.Combine(ScratchRoot, SweepLayout.FolderOf(sweep, trial));

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
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            return new StreamWriter(file, append: true) { AutoFlush = true };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return TextWriter.Null;
        }
    }

    /// <summary>Makes a file that the trainer wrote readable for every worker.</summary>
    /// <returns>The file as rows name it.</returns>
    /// <exception cref="StoreAwayException">The folder is full or away, or what can be read back is not what was written.</exception>
    public async Task<CheckpointReference> PublishAsync(CheckpointReference written, CancellationToken cancellation)
    {
        var named = written with { Path = Path.GetRelativePath(ScratchRoot, written.Path) };
        if (options.ScratchFolder is not null)
        {
            try
            {
                await CopyAsync(written, Local(named).Path, cancellation);
            }
            catch (IOException exception) when (File.Exists(written.Path))
            {
                // What is gone here never comes back; all else may be the folder's, which may come back.
                throw new StoreAwayException($"{written.Path} cannot be copied to {options.FilesFolder}: {exception.Message}");
            }

            Discard(written);
        }

        return named;
    }

    /// <summary>Deletes what the rows no longer name.</summary>
    /// <param name="paths">As rows name them.</param>
    public void Delete(IReadOnlyList<string>? paths) => Delete(options.FilesFolder, paths ?? []);

    /// <summary>Deletes a file that the trainer wrote and no row names.</summary>
    public void Discard(CheckpointReference written) => Delete(ScratchRoot, [Path.GetRelativePath(ScratchRoot, written.Path)]);

    private void Delete(string root, IEnumerable<string> paths)
    {
        foreach (var left in paths.Select(new SweepFiles(root).Delete).OfType<LeftAlone>())
        {
            LogLeft(root, left);
        }
    }

    /// <summary>The target appears when it is whole and can be read back.</summary>
    private static async Task CopyAsync(CheckpointReference written, string to, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        var partial = to + SweepLayout.Copying;
        await using (var source = File.OpenRead(written.Path))
        await using (var target = File.Create(partial))
        {
            await source.CopyToAsync(target, cancellation);
            target.Flush(flushToDisk: true);
        }

        if (await HashAsync(partial, cancellation) != written.Hash)
        {
            throw new IOException("what was copied cannot be read back as it was");
        }

        File.Move(partial, to, overwrite: true);
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellation)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
    }

    [LoggerMessage(LogLevel.Warning, "In {Root} a file that no row needs was left alone: {Left}")]
    private partial void LogLeft(string root, LeftAlone left);
}
