using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using VggSweep.Core.Leases;
using VggSweep.Core.Trials;
using VggSweep.Worker.Slots;

namespace VggSweep.Cluster.Tests;

/// <summary>A file is published where the other workers see it, or it is not published.</summary>
public sealed class TrialFilesRules : IDisposable
{
    private static readonly LeaseKey Lease = new("sweep-1", 7, 3);

    private readonly string root = Directory.CreateTempSubdirectory("vggsweep-files-").FullName;
    private readonly WorkerOptions options;
    private readonly FilesMark mark;
    private readonly ScratchFolder scratch;
    private readonly TrialFiles files;

    public TrialFilesRules()
    {
        options = new WorkerOptions
        {
            FilesFolder = Path.Combine(root, "files"),
            ScratchFolder = Path.Combine(root, "scratch"),
            DataFolder = "",
            Trainer = new(""),
        };
        Directory.CreateDirectory(options.FilesFolder);
        mark = new FilesMark(options);
        mark.ReadOrWrite();
        scratch = ScratchFolder.Take(options.ScratchFolder);
        files = new TrialFiles(options, scratch, mark, NullLogger<TrialFiles>.Instance);
    }

    public void Dispose()
    {
        scratch.Dispose();
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task A_published_file_is_in_the_shared_folder_and_no_longer_in_scratch()
    {
        var written = await WriteAsync();
        var named = await files.PublishAsync(Lease, written, default);
        Assert.Equal("sweeps/sweep-1/7/weights-fence-3.safetensors", named.Path);
        Assert.True(File.Exists(files.Local(named).Path));
        Assert.False(File.Exists(written.Path));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("another folder's")]
    public async Task Nothing_is_published_into_a_folder_that_is_not_the_one_it_was(string? found)
    {
        var written = await WriteAsync();
        Directory.Move(options.FilesFolder, options.FilesFolder + "-away");
        Directory.CreateDirectory(options.FilesFolder);
        if (found is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(options.FilesFolder, FilesMark.Name), found);
        }

        await Assert.ThrowsAsync<FilesAwayException>(() => files.PublishAsync(Lease, written, default));
        Assert.False(Directory.Exists(Path.Combine(options.FilesFolder, "sweeps")));
        Assert.Throws<FilesAwayException>(files.Require);
        Assert.Same(TextWriter.Null, files.OpenLog(Lease));

        Directory.Delete(options.FilesFolder, recursive: true);
        Directory.Move(options.FilesFolder + "-away", options.FilesFolder);
        await files.PublishAsync(Lease, written, default);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_to_is_away()
    {
        var written = await WriteAsync();
        await File.WriteAllTextAsync(Path.Combine(options.FilesFolder, "sweeps"), "a file where a folder should be");
        await Assert.ThrowsAsync<FilesAwayException>(() => files.PublishAsync(Lease, written, default));
    }

    [Fact]
    public async Task A_file_that_is_gone_or_damaged_in_scratch_is_never_published()
    {
        var written = await WriteAsync();
        await File.AppendAllTextAsync(written.Path, "damage");
        await Assert.ThrowsAsync<InvalidDataException>(() => files.PublishAsync(Lease, written, default));
        File.Delete(written.Path);
        await Assert.ThrowsAsync<InvalidDataException>(() => files.PublishAsync(Lease, written, default));
        Assert.Equal(
            [FilesMark.Name],
            Directory.EnumerateFiles(options.FilesFolder, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
    }

    private async Task<CheckpointReference> WriteAsync()
    {
        var path = Path.Combine(Directory.CreateDirectory(files.FolderOf(Lease)).FullName, "weights-fence-3.safetensors");
        byte[] content = [1, 2, 3];
        await File.WriteAllBytesAsync(path, content);
        return new CheckpointReference(1, 0, 3, path, Convert.ToHexStringLower(SHA256.HashData(content)), content.Length);
    }
}
