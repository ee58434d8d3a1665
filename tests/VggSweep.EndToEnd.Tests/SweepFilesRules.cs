using CsCheck;
using VggSweep.Core.Training;
using VggSweep.EndToEnd.Tests.Harness;
using VggSweep.ServiceDefaults;

namespace VggSweep.EndToEnd.Tests;

/// <summary>What gc, delete and retention may delete, on random trees with files, folders and links of others in them.</summary>
public sealed class SweepFilesRules
{
    /// <summary>Names that look like ours and are not.</summary>
    private static readonly string[] Foreign =
    [
        "notes.txt", "log-01.txt", "log-1.txt.bak", "log-x.txt", " log-1.txt", "epoch-1-step-2-fence-3.safetensors",
        "weights-fence-0.safetensors", "weights-fence-1.safetensors.old",
        "weights-fence-1.safetensors\n", "WEIGHTS-fence-1.safetensors", "report.html.orig", "01", "latest", ".hidden",
        "[a] *?", "tiny", "tiny-0", "tiny-1x", "-1",
    ];

    private static readonly string[] Ours =
    [
        SweepLayout.Checkpoint(1, 0, 1), SweepLayout.Checkpoint(12, 345, 6), SweepLayout.Weights(1),
        SweepLayout.Weights(2) + SweepLayout.Unfinished,
        SweepLayout.Checkpoint(1, 0, 2) + SweepLayout.Copying, SweepLayout.Log(1), SweepLayout.Log(23),
    ];

    private static readonly string[] Sweeps = ["tiny-1", "tiny-2", "a.b-c-10"];

    /// <summary>An entry that is planted: where, by draws that name a place, and what.</summary>
    private static readonly Gen<(int Sweep, int Trial, int Name, int What)[]> Plants =
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 4], Gen.Int[0, 40], Gen.Int[0, 5]).Array[0, 30];

    [Fact]
    public void Nothing_foreign_is_touched_and_every_file_that_no_row_needs_goes() => Plants.Sample(
        plants =>
        {
            using var folder = new TemporaryFolder();
            var tree = new Tree(folder.Path);
            Plant(tree, plants);
            var (known, needed) = (Sweeps.Take(2).ToHashSet(), tree.Ours.Where((_, index) => index % 3 == 0).ToHashSet());
            var cleaner = new SweepFiles(tree.Root);

            var plan = cleaner.Unneeded(known, needed);
            tree.IsWhole();
            var done = cleaner.Delete(plan);

            tree.HasForeign();
            Assert.Equal(plan.Files, done.Files);
            Assert.DoesNotContain(done.Left, left => left.IsOurs);
            foreach (var file in tree.Ours)
            {
                var isKept = SweepLayout.IsTensors(Path.GetFileName(file)) ? needed.Contains(file) : known.Contains(file.Split('/')[1]);
                Assert.Equal(isKept, File.Exists(tree.At(file)));
            }

            foreach (var sweep in Sweeps)
            {
                cleaner.Delete(cleaner.OfSweep(sweep));
            }

            tree.HasForeign();
            Assert.All(tree.Ours, file => Assert.False(File.Exists(tree.At(file))));
        },
        iter: 100,
        threads: 1);

    [Fact]
    public void A_file_that_a_row_names_is_deleted_only_where_this_program_writes() => Plants.Sample(
        plants =>
        {
            using var folder = new TemporaryFolder();
            var tree = new Tree(folder.Path);
            Plant(tree, plants);
            string[] named =
            [
                .. tree.Ours, .. tree.Foreign, "../outside/1/" + SweepLayout.Weights(1), "/etc/hostname",
                "sweeps/../../outside/" + SweepLayout.Log(1), "", "sweeps", "sweeps/tiny-1/1",
            ];

            foreach (var path in named)
            {
                new SweepFiles(tree.Root).Delete(path);
            }

            tree.HasForeign();
            Assert.All(tree.Ours, file => Assert.False(File.Exists(tree.At(file))));
        },
        iter: 50,
        threads: 1);

    [Theory]
    [InlineData("sweeps")]
    [InlineData("sweeps/tiny-1")]
    [InlineData("sweeps/tiny-1/1")]
    [InlineData("sweeps/tiny-1/1/weights-fence-1.safetensors")]
    public void A_link_at_any_level_is_named_and_not_followed(string linked)
    {
        using var folder = new TemporaryFolder();
        var tree = new Tree(folder.Path);
        tree.Own("sweeps/tiny-1/1/weights-fence-1.safetensors");
        var (at, elsewhere) = (tree.At(linked), Path.Combine(folder.Path, "elsewhere"));
        Directory.Move(at, elsewhere);
        File.CreateSymbolicLink(at, elsewhere);
        var cleaner = new SweepFiles(tree.Root);

        foreach (var plan in new[] { cleaner.OfSweep("tiny-1"), cleaner.Unneeded(new HashSet<string>(), new HashSet<string>()) })
        {
            Assert.Empty(plan.Files);
            Assert.Equal([$"{linked}: a link to {elsewhere}"], cleaner.Delete(plan).Left.Select(left => $"{left}"));
        }

        Assert.Equal($"{linked}: a link to {elsewhere}", $"{cleaner.Delete("sweeps/tiny-1/1/weights-fence-1.safetensors")}");
        Assert.True(File.Exists(tree.At("sweeps/tiny-1/1/weights-fence-1.safetensors")));
    }

    [Fact]
    public void A_home_that_is_itself_a_link_is_cleaned()
    {
        using var folder = new TemporaryFolder();
        var tree = new Tree(folder.Path);
        tree.Own("sweeps/tiny-1/1/weights-fence-1.safetensors");
        var link = Path.Combine(folder.Path, "link");
        File.CreateSymbolicLink(link, tree.Root);
        var cleaner = new SweepFiles(link);

        Assert.Single(cleaner.Delete(cleaner.OfSweep("tiny-1")).Files);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(tree.Root, "sweeps")));
    }

    private static void Plant(Tree tree, (int Sweep, int Trial, int Name, int What)[] plants)
    {
        foreach (var (sweep, trial, name, what) in plants)
        {
            var place = Path.Combine("sweeps", sweep < Sweeps.Length ? Sweeps[sweep] : Foreign[(sweep + name) % Foreign.Length]);
            var inner = trial switch
            {
                0 => place,
                1 => Path.Combine(place, "report"),
                2 => Path.Combine(place, "mine"),
                _ => Path.Combine(place, $"{trial}"),
            };
            var file = Path.Combine(
                inner,
                name < Ours.Length ? Ours[name] : name == Ours.Length ? SweepLayout.ReportPage : Foreign[name % Foreign.Length]);
            switch (what)
            {
                case 0:
                    tree.Link(file, isFolder: false);
                    break;
                case 1:
                    tree.Link(file, isFolder: true);
                    break;
                case 2:
                    tree.Link(inner, isFolder: true);
                    break;
                case 3:
                    tree.Folder(file);
                    break;
                default:
                    tree.Own(file);
                    break;
            }
        }
    }

    /// <summary>A folder of files, with a folder outside of it that links lead to.</summary>
    private sealed class Tree
    {
        /// <summary>Few, since each tree makes them.</summary>
        private static readonly string[] Outside = [SweepFilesRules.Ours[0], SweepFilesRules.Ours[2]];

        private readonly string outside;
        private readonly Dictionary<string, string> entries = [];

        public Tree(string folder)
        {
            (Root, outside) = (Path.Combine(folder, "home"), Path.Combine(folder, "outside"));
            foreach (var name in new[] { "1", "mine", "report" })
            {
                Directory.CreateDirectory(Path.Combine(outside, name));
                foreach (var file in Outside)
                {
                    File.WriteAllText(Path.Combine(outside, name, file), file);
                    File.WriteAllText(Path.Combine(outside, file), file);
                }
            }
        }

        public string Root { get; }

        /// <summary>Files that this program could have written, by their paths alone.</summary>
        public IReadOnlyList<string> Ours =>
            [.. entries.Where(entry => entry.Value == "file" && SweepLayout.Contains(entry.Key)).Select(entry => entry.Key)];

        public IReadOnlyList<string> Foreign => [.. entries.Keys.Except(Ours)];

        public string At(string path) => Path.Combine(Root, path);

        public void Own(string path) => Make(path, "file", () => File.WriteAllText(At(path), path));

        public void Folder(string path) => Make(path, "folder", () => Directory.CreateDirectory(At(path)));

        public void Link(string path, bool isFolder) => Make(
            path, "link",
            () => File.CreateSymbolicLink(At(path), isFolder ? outside : Path.Combine(outside, SweepFilesRules.Ours[0])));

        public void IsWhole() => Assert.All(entries, entry => Assert.Equal(entry.Value, KindOf(entry.Key)));

        /// <summary>Every foreign file and link, and all that is outside. A folder may go that has our name and is empty.</summary>
        public void HasForeign()
        {
            Assert.All(
                Foreign.Where(path => entries[path] != "folder" || !IsOurFolder(path)),
                path => Assert.Equal(entries[path], KindOf(path)));
            Assert.Equal(4 * Outside.Length, Directory.EnumerateFiles(outside, "*", SearchOption.AllDirectories).Count());
        }

        private static bool IsOurFolder(string path) => path.Split('/') is ["sweeps", var sweep, .. var inner] && SweepLayout.IsSweep(sweep)
            && inner is [] or [SweepLayout.Report] || (path.Split('/') is ["sweeps", _, var trial] && SweepLayout.IsTrial(trial));

        private string KindOf(string path) => new FileInfo(At(path)).LinkTarget is not null
            ? "link" : Directory.Exists(At(path)) ? "folder" : File.Exists(At(path)) ? "file" : "nothing";

        /// <summary>Where nothing is yet, and below folders that are folders.</summary>
        private void Make(string path, string kind, Action make)
        {
            var parts = path.Split('/');
            var parents = Enumerable.Range(1, parts.Length - 1).Select(count => string.Join('/', parts[..count])).ToList();
            if (entries.ContainsKey(path) || parents.Any(parent => KindOf(parent) is "link" or "file") || KindOf(path) != "nothing")
            {
                return;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
            make();
            entries[path] = kind;
        }
    }
}
