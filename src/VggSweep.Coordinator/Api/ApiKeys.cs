using System.Security.Cryptography;
using System.Text;
using VggSweep.ServiceDefaults;

namespace VggSweep.Coordinator.Api;

/// <summary>The keys that callers may show, as hashes: a configuration that leaks opens nothing.</summary>
internal sealed class ApiKeys
{
    private const int ShortestKey = 24;
    private const string HashesKey = "VggSweep__ApiKeyHashes";
    private const string FileKey = "VggSweep__ApiKeyFile";

    private readonly List<byte[]> hashes;

    private ApiKeys(List<byte[]> hashes) => this.hashes = hashes;

    public bool Any => hashes.Count > 0;

    /// <exception cref="ConfigurationProblemException">A hash is none, a key is too short, or the file cannot be read.</exception>
    public static ApiKeys Read(CoordinatorOptions options) =>
        new([.. options.ApiKeyHashes.Select(ReadHash), .. options.ApiKeyFile is { Length: > 0 } file ? ReadFile(file) : []]);

    /// <summary>Compares in a time that tells nothing of the keys.</summary>
    public bool Accept(string key)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        return hashes.Aggregate(false, (found, known) => found | CryptographicOperations.FixedTimeEquals(known, hash));
    }

    private static byte[] ReadHash(string text, int index)
    {
        var hash = text.Length == 2 * SHA256.HashSizeInBytes && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : null;
        return hash ?? throw new ConfigurationProblemException(
            $"{HashesKey}__{index} is not a SHA-256 hash in hex (64 digits); `vggsweep api-key` makes a key and its hash.");
    }

    private static IEnumerable<byte[]> ReadFile(string file)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationProblemException($"{FileKey}: {file} cannot be read: {exception.Message}");
        }

        var keys = lines.Select(line => line.Trim()).Where(line => line.Length > 0).ToList();
        if (keys.Count == 0)
        {
            throw new ConfigurationProblemException(
                $"{FileKey}: {file} has no key; write one on a line of its own, as `vggsweep api-key` makes it.");
        }

        if (keys.Find(key => key.Length < ShortestKey) is { } tooShort)
        {
            throw new ConfigurationProblemException(
                $"{FileKey}: {file} has a key of {tooShort.Length} characters; it needs at least {ShortestKey}; "
                + "`vggsweep api-key` makes a good one.");
        }

        if (keys.Exists(key => !key.All(character => character is > ' ' and < '\x7f')))
        {
            throw new ConfigurationProblemException(
                $"{FileKey}: {file} has a key with a space or a non-ASCII character, which an HTTP header cannot "
                + "carry; `vggsweep api-key` makes a good one.");
        }

        return keys.Select(key => SHA256.HashData(Encoding.UTF8.GetBytes(key)));
    }
}
