using System.Buffers.Binary;
using System.Text;

namespace VggSweep.Trainer.Native;

/// <summary>The sections of a shared library: little-endian ELF64 for x86-64, as the System V gABI lays it out.</summary>
internal sealed class ElfFile
{
    private const ushort Amd64 = 62; // EM_X86_64
    private const uint DynamicSymbols = 11; // SHT_DYNSYM
    private const uint VersionOfSymbols = 0x6fffffff; // SHT_GNU_versym
    private const int SymbolSize = 24;
    private const int SharedObject = 3; // ET_DYN

    private readonly Stream file;
    private readonly Section[] sections;

    private ElfFile(Stream file, Section[] sections) => (this.file, this.sections) = (file, sections);

    /// <exception cref="InvalidDataException">The file is no shared library for x86-64, or is cut short.</exception>
    public static T Read<T>(string path, Func<ElfFile, T> read)
    {
        using var file = File.OpenRead(path);
        return Read(file, read);
    }

    /// <inheritdoc cref="Read{T}(string, Func{ElfFile, T})"/>
    public static T Read<T>(Stream file, Func<ElfFile, T> read)
    {
        try
        {
            return read(new ElfFile(file, Sections(file)));
        }
        catch (Exception exception) when (exception is EndOfStreamException or ArgumentOutOfRangeException or OverflowException)
        {
            throw new InvalidDataException("it is truncated or damaged", exception);
        }
    }

    /// <summary>The first section of a type; null where there is none.</summary>
    public Section? Find(uint type) => sections.Cast<Section?>().FirstOrDefault(section => section!.Value.Type == type);

    /// <summary>Where the section lies whose number another one's link gives.</summary>
    public Section Linked(Section section) => sections[section.Link];

    /// <summary>
    /// Symbols that other libraries must define, without those that carry a version: the system's libraries version
    /// theirs.
    /// </summary>
    public IEnumerable<string> UnversionedNeeds()
    {
        const int Weak = 2;
        var versions = Find(VersionOfSymbols) is { } table ? Bytes(table) : [];
        return Symbols().Where(symbol => symbol.Section == 0 && symbol.Binding != Weak && symbol.Name.Length > 0
            && (versions.Length == 0
            || BinaryPrimitives.ReadUInt16LittleEndian(versions.AsSpan(2 * symbol.Index)) <= 1)).Select(symbol => symbol.Name);
    }

    /// <summary>Symbols that this library defines for others.</summary>
    public IEnumerable<string> Exports() => Symbols().Where(symbol => symbol.Section != 0).Select(symbol => symbol.Name);

    private IEnumerable<(int Index, string Name, int Binding, int Section)> Symbols()
    {
        var table = Find(DynamicSymbols) ?? throw new InvalidDataException("it has no dynamic symbols");
        var (symbols, names) = (Bytes(table), Bytes(Linked(table)));
        for (var index = 0; index < symbols.Length / SymbolSize; index++)
        {
            var symbol = symbols.AsSpan(index * SymbolSize, SymbolSize);
            var name = names.AsSpan((int)BinaryPrimitives.ReadUInt32LittleEndian(symbol));
            yield return (
                index, Encoding.Latin1.GetString(name[..name.IndexOf((byte)0)]), symbol[4] >> 4,
                BinaryPrimitives.ReadUInt16LittleEndian(symbol[6..]));
        }
    }

    private byte[] Bytes(Section section) => Bytes(file, section.Offset, section.Size);

    private static byte[] Bytes(Stream file, long offset, long size)
    {
        if (offset < 0 || size < 0 || offset + size > file.Length)
        {
            throw new EndOfStreamException();
        }

        var bytes = new byte[size];
        file.Position = offset;
        file.ReadExactly(bytes);
        return bytes;
    }

    private static Section[] Sections(Stream file)
    {
        var header = Bytes(file, 0, 64);
        if (!header.AsSpan().StartsWith("\u007fELF\u0002\u0001"u8)
            || BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(0x10)) != SharedObject
                || BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(0x12)) != Amd64)
        {
            throw new InvalidDataException("it is not a shared library for x86-64");
        }

        var (size, count) = (
            BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(0x3A)),
            BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(0x3C)));
        var table = Bytes(file, BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(0x28)), (long)size * count);
        return [.. Enumerable.Range(0, count).Select(index => Section.Read(table.AsSpan(index * size, size)))];
    }

    /// <param name="Offset">In the file, bytes.</param>
    /// <param name="Link">The number of the section with its names.</param>
    /// <param name="Info">What the type makes of it: of version needs, their count.</param>
    internal readonly record struct Section(uint Type, long Offset, long Size, int Link, int Info)
    {
        public static Section Read(ReadOnlySpan<byte> header) => new(
            BinaryPrimitives.ReadUInt32LittleEndian(header[4..]), BinaryPrimitives.ReadInt64LittleEndian(header[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(header[32..]),
            BinaryPrimitives.ReadInt32LittleEndian(header[40..]), BinaryPrimitives.ReadInt32LittleEndian(header[44..]));
    }
}
