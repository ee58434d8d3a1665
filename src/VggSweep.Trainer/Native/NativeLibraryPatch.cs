using System.Buffers.Binary;
using System.Text;

namespace VggSweep.Trainer.Native;

/// <summary>
/// TorchSharp's native library needs a version of libstdc++ that Debian 12 lacks, for one symbol
/// (<c>_ZSt21ios_base_library_initv</c>) that no relocation uses. A weak need loads there, and changes nothing elsewhere.
/// </summary>
/// <remarks>ELF's version needs: the gABI supplement of the LSB, "Symbol Versioning". The file is little-endian ELF64.</remarks>
internal static class NativeLibraryPatch
{
    private const string Version = "GLIBCXX_3.4.32";
    private const uint VersionNeeds = 0x6ffffffe; // SHT_GNU_verneed
    private const ushort Weak = 0x2; // VER_FLG_WEAK

    /// <summary>Marks the need weak, once.</summary>
    /// <returns>What was done, for the build's log.</returns>
    public static string Apply(string library)
    {
        var bytes = File.ReadAllBytes(library);
        if (!MarkWeak(bytes))
        {
            return $"{Path.GetFileName(library)} is patched already";
        }

        // A new file in its place: the old one may be a hard link to the package cache.
        // It keeps its time, or the next build would copy the package's over it, under a trainer that may be running.
        File.WriteAllBytes(library + ".patched", bytes);
        File.SetLastWriteTimeUtc(library + ".patched", File.GetLastWriteTimeUtc(library));
        File.Move(library + ".patched", library, overwrite: true);
        return $"{Path.GetFileName(library)}: the need for {Version} is weak now";
    }

    /// <returns>Whether a need for the version was found that was not weak.</returns>
    internal static bool MarkWeak(byte[] elf)
    {
        var (needs, names) = ElfFile.Read(
            new MemoryStream(elf), file => file.Find(VersionNeeds) is { } found ? (found, file.Linked(found)) : default);
        return MarkWeak(elf, (int)needs.Offset, needs.Info, (int)names.Offset);
    }

    private static bool MarkWeak(Span<byte> elf, int need, int needs, int names)
    {
        var wanted = Encoding.ASCII.GetBytes(Version + "\0");
        for (; needs > 0; needs--)
        {
            var auxiliaries = BinaryPrimitives.ReadUInt16LittleEndian(elf[(need + 2)..]);
            var at = need + (int)BinaryPrimitives.ReadUInt32LittleEndian(elf[(need + 8)..]);
            for (; auxiliaries > 0; auxiliaries--)
            {
                var name = names + (int)BinaryPrimitives.ReadUInt32LittleEndian(elf[(at + 8)..]);
                var flags = BinaryPrimitives.ReadUInt16LittleEndian(elf[(at + 4)..]);
                if (elf[name..].StartsWith(wanted) && (flags & Weak) == 0)
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(elf[(at + 4)..], (ushort)(flags | Weak));
                    return true;
                }

                at += (int)BinaryPrimitives.ReadUInt32LittleEndian(elf[(at + 12)..]);
            }

            need += (int)BinaryPrimitives.ReadUInt32LittleEndian(elf[(need + 12)..]);
        }

        return false;
    }
}
