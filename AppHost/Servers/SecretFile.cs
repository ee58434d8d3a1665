using System.Security.Cryptography;

namespace VggSweep.AppHost.Servers;

/// <summary>A file that only its owner may read.</summary>
internal static class SecretFile
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int Length = 24;

    public static void Write(string file, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(file, options);
        writer.Write(text);
    }

    /// <summary>The password in a file, made at the first call.</summary>
    public static string Password(string file)
    {
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            Write($"{file}.new", RandomNumberGenerator.GetString(Alphabet, Length));
            File.Move($"{file}.new", file, overwrite: true);
        }

        return File.ReadAllText(file);
    }
}
