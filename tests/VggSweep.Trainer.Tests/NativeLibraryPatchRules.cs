using System.Reflection;
using System.Runtime.InteropServices;
using VggSweep.Trainer.Native;

namespace VggSweep.Trainer.Tests;

/// <summary>On the library as the package brings it. That a patched one loads is shown by every test that says hello.</summary>
public sealed partial class NativeLibraryPatchRules : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("vggsweep-patch-").FullName;

    [Fact]
    public void One_flag_of_one_version_need_changes_and_only_once()
    {
        var original = File.ReadAllBytes(Package());
        var patched = original.ToArray();
        Assert.True(NativeLibraryPatch.MarkWeak(patched));
        var changed = Assert.Single(Enumerable.Range(0, original.Length), at => original[at] != patched[at]);
        Assert.Equal((0, 2), (original[changed], patched[changed]));
        Assert.False(NativeLibraryPatch.MarkWeak(patched));
    }

    [Fact]
    public void A_hard_link_to_the_package_leaves_the_package_as_it_is()
    {
        var (package, copy) = (Path.Combine(folder, "package.so"), Path.Combine(folder, "copy.so"));
        File.Copy(Package(), package);
        var before = File.ReadAllBytes(package);
        Assert.Equal(0, Link(package, copy));

        NativeLibraryPatch.Apply(copy);
        NativeLibraryPatch.Apply(copy);

        Assert.Equal(before, File.ReadAllBytes(package));
        Assert.Equal(File.GetLastWriteTimeUtc(package), File.GetLastWriteTimeUtc(copy));
        Assert.Equal(2, Directory.GetFiles(folder).Length);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Package() =>
        typeof(NativeLibraryPatchRules).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(
            entry => entry.Key == "TorchSharpLibrary").Value!;

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string added);
}
