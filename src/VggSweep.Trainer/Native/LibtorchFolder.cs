using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using VggSweep.Core.Training;

namespace VggSweep.Trainer.Native;

/// <summary>A folder of libtorch's libraries that this program did not ship: that of a PyTorch, or an unpacked libtorch.</summary>
/// <param name="Path">Absolute; holds <c>libtorch.so</c>, <c>libtorch_cpu.so</c> and <c>libc10.so</c>.</param>
/// <param name="Version">As the PyTorch around it states it, such as <c>2.10.0+cu130</c>; null where nothing does.</param>
internal sealed partial record LibtorchFolder(string Path, string? Version)
{
    public const string Cpu = "libtorch_cpu.so";
    public const string Cuda = "libtorch_cuda.so";

    private const string Remedy = "run `pip install torch==2.10.0`, or name the folder of libtorch.so with "
        + $"--libtorch or {TrainerEnvironment.Libtorch}";

    /// <summary>Looks up the package without importing it, which would take seconds.</summary>
    private const string Lookup = "import importlib.util as u; s = u.find_spec('torch'); "
        + "print(s.submodule_search_locations[0] if s else '')";

    private static readonly string[] Libraries = ["libtorch.so", Cpu, "libc10.so"];

    public string Text => Version is null ? $"libtorch in {Path}" : $"libtorch {Version} in {Path}";

    /// <summary>The folder that the environment names, else that of the PyTorch of <c>python3</c>.</summary>
    /// <exception cref="LibtorchProblemException">Neither is there, or libraries are missing from it.</exception>
    public static LibtorchFolder Find()
    {
        var named = Environment.GetEnvironmentVariable(TrainerEnvironment.Libtorch);
        var folder = named is { Length: > 0 } ? System.IO.Path.GetFullPath(named) : System.IO.Path.Combine(OfPython(), "lib");
        if (!Directory.Exists(folder))
        {
            throw new LibtorchProblemException($"{TrainerEnvironment.Libtorch} names {folder}, which does not exist; {Remedy}.");
        }

        if (Libraries.FirstOrDefault(library => !File.Exists(System.IO.Path.Combine(folder, library))) is { } missing)
        {
            throw new LibtorchProblemException($"{folder} has no {missing}; {Remedy}.");
        }

        return new LibtorchFolder(folder, VersionAt(System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, ".."))));
    }

    public string this[string library] => System.IO.Path.Combine(Path, library);

    /// <summary>Loads it for the whole process: what is needed by bare name later, such as by TorchSharp's library, is this one.</summary>
    /// <exception cref="LibtorchProblemException">The dynamic linker refuses it.</exception>
    public void Load()
    {
        string[] libraries = File.Exists(this[Cuda]) ? ["libtorch.so", Cuda] : ["libtorch.so"];
        foreach (var library in libraries)
        {
            try
            {
                NativeLibrary.Load(this[library]);
            }
            catch (DllNotFoundException exception)
            {
                throw new LibtorchProblemException($"{Text} does not load: {exception.Message.Split('\n')[0].Trim()}", exception);
            }
        }
    }

    /// <returns>The folder of the package <c>torch</c>.</returns>
    private static string OfPython()
    {
        var start = new ProcessStartInfo("python3", ["-c", Lookup]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var python = Process.Start(start)!;
            var error = python.StandardError.ReadToEndAsync();
            var folder = python.StandardOutput.ReadToEnd().Trim();
            python.WaitForExit();
            return python.ExitCode == 0 && folder.Length > 0
                ? folder
                : throw new LibtorchProblemException(
                    $"This trainer ships no libtorch, and python3 has no PyTorch{Reason(error.Result)}; {Remedy}.");
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new LibtorchProblemException(
                $"This trainer ships no libtorch, and there is no python3 to ask for its PyTorch; {Remedy}.", exception);
        }
    }

    private static string Reason(string error) => error.Trim().Split('\n')[^1] is { Length: > 0 } line ? $" ({line})" : "";

    /// <summary>PyTorch states its version in <c>version.py</c>, an unpacked libtorch in <c>build-version</c>.</summary>
    private static string? VersionAt(string parent)
    {
        var (python, plain) = (System.IO.Path.Combine(parent, "version.py"), System.IO.Path.Combine(parent, "build-version"));
        return File.Exists(python) ? PythonVersion().Match(File.ReadAllText(python)) is { Success: true } match
            ? match.Groups[1].Value : null
            : File.Exists(plain) ? File.ReadAllText(plain).Trim()
            : null;
    }

    [GeneratedRegex("""^__version__\s*=\s*['"]([^'"]+)['"]""", RegexOptions.Multiline)]
    private static partial Regex PythonVersion();
}
