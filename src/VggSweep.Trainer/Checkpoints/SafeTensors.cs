using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Checkpoints;

/// <summary>
/// Files in the safetensors layout: a length of 8 bytes, a JSON header, the raw tensors. Python's safetensors opens
/// them. Equal tensors and metadata give equal bytes.
/// </summary>
internal static class SafeTensors
{
    private static readonly Dictionary<ScalarType, string> TypeNames = new()
    {
        [ScalarType.Float32] = "F32",
        [ScalarType.Int64] = "I64",
        [ScalarType.Byte] = "U8",
    };

    /// <returns>SHA-256 of the file in lower-case hex, and its size.</returns>
    public static (string Hash, long Bytes) Write(
        Stream output, IReadOnlyList<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long written = 0;
        void Put(ReadOnlySpan<byte> bytes)
        {
            hash.AppendData(bytes);
            output.Write(bytes);
            written += bytes.Length;
        }

        var header = Header(tensors, metadata);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        Put(length);
        Put(header);
        foreach (var (_, tensor) in tensors)
        {
            using var moved = tensor.cpu();
            using var here = moved.contiguous(); // Convolutions on devices have their channels last.
            Put(here.bytes);
        }

        return (Convert.ToHexStringLower(hash.GetHashAndReset()), written);
    }

    /// <summary>Copies the file's tensors into those of the same name, and returns its metadata.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing or has another size.</exception>
    public static IReadOnlyDictionary<string, string> Read(byte[] file, IReadOnlyList<(string Name, Tensor Tensor)> tensors)
    {
        var length = BinaryPrimitives.ReadInt64LittleEndian(file);
        var header = JsonNode.Parse(file.AsSpan(8, (int)length))!.AsObject();
        // All are found before the first is copied: a file that does not fit changes nothing.
        var starts = tensors.Select(entry => 8 + length + Start(header, entry.Name, entry.Tensor)).ToArray();
        for (var index = 0; index < starts.Length; index++)
        {
            using var moved = tensors[index].Tensor.cpu(); // On the CPU it is the tensor itself.
            using var here = moved.contiguous();
            var target = here.bytes;
            file.AsSpan((int)starts[index], target.Length).CopyTo(target);
            tensors[index].Tensor.copy_(here);
        }

        return header["__metadata__"]!.AsObject().ToDictionary(entry => entry.Key, entry => (string)entry.Value!);
    }

    private static long Start(JsonObject header, string name, Tensor tensor)
    {
        var offsets = header[name]?["data_offsets"]?.AsArray() ?? throw new InvalidDataException($"it has no tensor {name}");
        var (bytes, wanted) = ((long)offsets[1]! - (long)offsets[0]!, tensor.numel() * tensor.ElementSize);
        return bytes == wanted
            ? (long)offsets[0]!
            : throw new InvalidDataException($"its tensor {name} has {bytes} bytes instead of {wanted}");
    }

    private static byte[] Header(IReadOnlyList<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var header = new JsonObject
        {
            ["__metadata__"] = new JsonObject(metadata.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value))),
        };
        long offset = 0;
        foreach (var (name, tensor) in tensors)
        {
            var end = offset + (tensor.numel() * tensor.ElementSize);
            header[name] = new JsonObject
            {
                ["dtype"] = TypeNames[tensor.dtype],
                ["shape"] = new JsonArray([.. tensor.shape.Select(side => (JsonNode)side)]),
                ["data_offsets"] = new JsonArray(offset, end),
            };
            offset = end;
        }

        // Padded with spaces, so that the tensors begin at a multiple of eight.
        var text = JsonSerializer.Serialize(header);
        return Encoding.UTF8.GetBytes(text.PadRight((text.Length + 7) / 8 * 8));
    }
}
