using VggSweep.Core.Leases;
using VggSweep.ServiceDefaults;
using VggSweep.Worker.Slots;

namespace VggSweep.Cluster.Tests;

/// <summary>Scratch folders of dead workers are emptied, and nothing else is touched.</summary>
public sealed class ScratchFolderRules : IDisposable
{
    private static readonly LeaseKey Lease = new("sweep-1", 7, 3);

    private readonly string root = Directory.CreateTempSubdirectory("vggsweep-scratch-tests-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Files_of_a_dead_worker_are_removed_and_those_of_a_living_one_stay()
    {
        using var living = ScratchFolder.Take(root);
        var kept = Write(living.FolderOf(Lease), "epoch-0001-step-00000-fence-3.safetensors");
        var dead = Abandoned();
        Write(Path.Combine(dead, "sweep-1-1-1"), "epoch-0001-step-00000-fence-1.safetensors");
        Write(Path.Combine(dead, "sweep-1-2-1"), "epoch-0001-step-00000-fence-1.safetensors.tmp");

        using var next = ScratchFolder.Take(root);
        Assert.True(File.Exists(kept));
        Assert.False(Directory.Exists(dead));
    }

    [Fact]
    public void What_a_trainer_did_not_write_stays()
    {
        var dead = Abandoned();
        string[] foreign =
        [
            Write(root, "epoch-0001-step-00000-fence-1.safetensors"), Write(dead, "notes.txt"),
            Write(Path.Combine(dead, "sweep-1-1-1"), "notes.txt"),
            Write(Path.Combine(root, "vggsweep-scratch-without-a-lock"), "epoch-0001-step-00000-fence-1.safetensors"),
        ];
        ScratchFolder.Take(root).Dispose();
        Assert.All(foreign, file => Assert.True(File.Exists(file), file));
    }

    [Fact]
    public void Links_are_not_followed()
    {
        var elsewhere = Directory.CreateTempSubdirectory("vggsweep-elsewhere-").FullName;
        var file = Write(Path.Combine(elsewhere, "sweep-1-1-1"), "epoch-0001-step-00000-fence-1.safetensors");
        Write(elsewhere, "lock");
        Directory.CreateSymbolicLink(Path.Combine(root, "vggsweep-scratch-link"), elsewhere);
        Directory.CreateSymbolicLink(Path.Combine(Abandoned(), "sweep-1-1-1"), Path.Combine(elsewhere, "sweep-1-1-1"));
        ScratchFolder.Take(root).Dispose();
        Assert.True(File.Exists(file));
        Directory.Delete(elsewhere, recursive: true);
    }

    [Fact]
    public void An_attempt_that_is_over_leaves_nothing()
    {
        using var scratch = ScratchFolder.Take(root);
        var other = Write(scratch.FolderOf(Lease with { Fence = 4 }), "epoch-0001-step-00000-fence-4.safetensors");
        Write(scratch.FolderOf(Lease), "epoch-0001-step-00000-fence-3.safetensors");
        scratch.Clear(Lease);
        Assert.False(Directory.Exists(scratch.FolderOf(Lease)));
        Assert.True(File.Exists(other));
    }

    [Fact]
    public void A_worker_that_ends_leaves_nothing()
    {
        using (var scratch = ScratchFolder.Take(root))
        {
            Write(scratch.FolderOf(Lease), "weights-fence-3.safetensors");
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(root));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        var file = Write(root, "a-file");
        var problem = Assert.Throws<ConfigurationProblemException>(() => ScratchFolder.Take(Path.Combine(file, "scratch")));
        Assert.Contains("VggSweep__Worker__Scratch", problem.Message, StringComparison.Ordinal);
    }

    /// <summary>As a worker that was killed leaves it: its lock is there, and nobody holds it.</summary>
    private string Abandoned()
    {
        var folder = Path.Combine(root, "vggsweep-scratch-dead");
        Write(folder, "lock");
        return folder;
    }

    private static string Write(string folder, string name)
    {
        var file = Path.Combine(Directory.CreateDirectory(folder).FullName, name);
        File.WriteAllText(file, "");
        return file;
    }
}
