using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using VggSweep.Core.Training;

namespace VggSweep.Trainer.Native;

/// <summary>
/// Of the backend <c>external</c>: finds the machine's libtorch, checks that it fits, and loads it before anything else touches torch.
/// The other backends ship theirs.
/// </summary>
/// <remarks>
/// TorchSharp's library is bound lazily: a function that is missing ends the process at its first call. So what it needs is held
/// against what the libraries export, and a process of its own trains a few steps whose losses are known, once for each libtorch.
/// </remarks>
internal static class ExternalLibtorch
{
    /// <summary>EX_UNAVAILABLE: something on this machine is missing.</summary>
    public const int ExitCode = TrainerProtocol.RefusedCode;

    private const string OwnLibrary = "libLibTorchSharp.so";
    private const int Shown = 3;

    /// <summary>What was loaded; null where this program ships its own.</summary>
    public static LibtorchFolder? Loaded { get; private set; }

    /// <summary>Symbols of the loaded one that were looked up; 0 where this program ships its own.</summary>
    public static int CheckedSymbols { get; private set; }

    private static string Backend => typeof(ExternalLibtorch).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(data => data.Key == "TorchBackend").Value!;

    /// <param name="isVerified">False in the process that does the verifying.</param>
    /// <exception cref="LibtorchProblemException">There is none, or it does not fit.</exception>
    public static void Load(bool isVerified = true)
    {
        if (Backend != "external")
        {
            RefuseVariable();
            return;
        }

        var folder = LibtorchFolder.Find();
        CheckSymbols(folder);
        if (isVerified)
        {
            Verify(folder);
        }

        folder.Load();
        Loaded = folder;
    }

    private static void RefuseVariable()
    {
        if (Environment.GetEnvironmentVariable(TrainerEnvironment.Libtorch) is { Length: > 0 } named)
        {
            throw new LibtorchProblemException(
                $"{TrainerEnvironment.Libtorch} names {named}, but this trainer ships its own libtorch; build it with "
                + "-p:TorchBackend=external, or unset the variable.");
        }
    }

    private static void CheckSymbols(LibtorchFolder folder)
    {
        var needs = Read(OwnPath(), file => file.UnversionedNeeds().ToHashSet(StringComparer.Ordinal));
        var needed = needs.Count;
        foreach (var library in (string[])["libc10.so", LibtorchFolder.Cpu, "libtorch.so"])
        {
            needs.ExceptWith(Read(folder[library], file => file.Exports().ToList()));
        }

        if (needs.Count > 0)
        {
            throw new LibtorchProblemException(
                $"{folder.Text} lacks {needs.Count} of the {needed} symbols that TorchSharp needs "
                + $"({string.Join(", ", needs.Order(StringComparer.Ordinal).Take(Shown))}"
                + $"{(needs.Count > Shown ? ", …" : "")}); it is made for libtorch 2.10: run `pip install torch==2.10.0`.");
        }

        CheckedSymbols = needed;
    }

    private static T Read<T>(string path, Func<ElfFile, T> read)
    {
        try
        {
            return ElfFile.Read(path, read);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new LibtorchProblemException($"{path} cannot be read: {exception.Message}; install it again.", exception);
        }
    }

    /// <summary>Where .NET puts it: beside a program published for one platform, else in a folder of the platform.</summary>
    private static string OwnPath() =>
        new[]
        {
            Path.Combine(AppContext.BaseDirectory, OwnLibrary),
            Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", OwnLibrary),
        }
            .FirstOrDefault(File.Exists) ?? throw new LibtorchProblemException(
                $"{AppContext.BaseDirectory} has no {OwnLibrary}; build the trainer again.");

    /// <summary>Trains a few steps in a process of its own, unless this libtorch has passed before.</summary>
    private static void Verify(LibtorchFolder folder)
    {
        var passed = PassedMark(folder);
        if (File.Exists(passed))
        {
            return;
        }

        var own = Environment.ProcessPath!;
        var start = new ProcessStartInfo(
            own,
            Path.GetFileNameWithoutExtension(own) == "dotnet" ? [typeof(ExternalLibtorch).Assembly.Location, "parity"] : ["parity"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[TrainerEnvironment.Libtorch] = folder.Path;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            var said = (error + output.Result).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            throw new LibtorchProblemException(process.ExitCode == ExitCode && said.Length > 0
                ? said[^1]
                : $"{folder.Text} ends the trainer with code "
                    + $"{process.ExitCode}{(said.Length > 0 ? $" ({said[0]})" : "")}; run `pip install torch==2.10.0`.");
        }

        Mark(passed);
    }

    /// <summary>
    /// A file in the user's cache, named after the libraries, this build and whether it sees devices: what differs in
    /// one is verified anew.
    /// </summary>
    private static string PassedMark(LibtorchFolder folder)
    {
        var library = new FileInfo(folder[LibtorchFolder.Cpu]);
        var device = Environment.GetEnvironmentVariable(TrainerEnvironment.CudaDevices) is { Length: 0 } ? "cpu" : "cuda";
        var identity = $"{library.FullName} {library.Length} {library.LastWriteTimeUtc.Ticks} {device} "
            + $"{typeof(ExternalLibtorch).Module.ModuleVersionId}";
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } given ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(
            cache, "vggsweep", "libtorch",
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..16]);
    }

    private static void Mark(string passed)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(passed)!);
            File.WriteAllBytes(passed, []);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Verified at the next start again: three seconds.
        }
    }
}
