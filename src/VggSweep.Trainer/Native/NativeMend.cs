using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace VggSweep.Trainer.Native;

/// <summary>
/// TorchSharp's native library asks for a version of libstdc++ that Debian 12 lacks, for a symbol that no relocation
/// uses. Marking that need weak lets it load there.
/// </summary>
/// <remarks>ELF's version needs: the gABI supplement of the LSB, "Symbol Versioning". The file is little-endian ELF64.</remarks>
internal static class NativeMend
{
    private const string Version = "GLIBCXX_3.4.32";
    private const string Symbol = "_ZSt21ios_base_library_initv";
    private const uint VersionNeeds = 0x6ffffffe; // SHT_GNU_verneed
    private const ushort Weak = 0x2; // VER_FLG_WEAK

    /// <summary>Mends the library unless the system has the version, or it is mended already.</summary>
    /// <returns>What was done, for the build's log.</returns>
    public static string Apply(string library)
    {
        if (SystemHasVersion())
        {
            return $"the system's libstdc++ has {Version}: nothing to mend";
        }

        var bytes = File.ReadAllBytes(library);
        if (!MarkWeak(bytes))
        {
            return $"{Path.GetFileName(library)} needs no mend";
        }

        // A new file in its place: the old one may be a hard link to the package cache.
        // It keeps its time, or the next build would copy the package's over it, under a trainer that may be running.
        File.WriteAllBytes(library + ".mended", bytes);
        File.SetLastWriteTimeUtc(library + ".mended", File.GetLastWriteTimeUtc(library));
        File.Move(library + ".mended", library, overwrite: true);
        return $"{Path.GetFileName(library)}: the need for {Version} is weak now";
    }

    /// <returns>Whether a need for the version was found that was not weak.</returns>
    internal static bool MarkWeak(Span<byte> elf)
    {
        var sections = (int)BinaryPrimitives.ReadUInt64LittleEndian(elf[0x28..]);
        var size = BinaryPrimitives.ReadUInt16LittleEndian(elf[0x3A..]);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(elf[0x3C..]);
        for (var index = 0; index < count; index++)
        {
            var section = elf[(sections + (index * size))..];
            if (BinaryPrimitives.ReadUInt32LittleEndian(section[4..]) == VersionNeeds)
            {
                var names = elf[(sections + ((int)BinaryPrimitives.ReadUInt32LittleEndian(section[40..]) * size))..];
                return MarkWeak(elf, (int)Offset(section), (int)BinaryPrimitives.ReadUInt32LittleEndian(section[44..]), (int)Offset(names));
            }
        }

        return false;
    }

    private static ulong Offset(ReadOnlySpan<byte> section) => BinaryPrimitives.ReadUInt64LittleEndian(section[24..]);

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

    private static bool SystemHasVersion() =>
        NativeLibrary.TryLoad("libstdc++.so.6", out var library) && Libc.FindVersionedSymbol(library, Symbol, Version) != 0;
}
