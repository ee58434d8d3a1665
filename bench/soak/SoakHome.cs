using System.Diagnostics;
using System.Globalization;
using System.Text;
using VggSweep.TestCluster;

/// <summary>
/// A fresh home, and a temporary folder that nobody else has: all that is in it came from the programs that are started
/// here, and who has it in his environment was started here.
/// </summary>
internal sealed class SoakHome : IDisposable
{
    /// <summary>What .NET's debugger and diagnostics put there for each process; the process id follows.</summary>
    private static readonly string[] Runtimes = ["clr-debug-pipe-", "dotnet-diagnostic-"];

    private readonly HashSet<string> killed = [];
    private readonly string folder = Directory.CreateTempSubdirectory("vggsweep-soak-").FullName;

    public SoakHome() => Directory.CreateDirectory(Temporary);

    public string Home => Path.Combine(folder, ".vggsweep");

    private string Temporary => Path.Combine(folder, "tmp");

    public int HomeFiles => Directory.EnumerateFileSystemEntries(Home, "*", SearchOption.AllDirectories).Count();

    public long DatabaseBytes => new DirectoryInfo(Home).EnumerateFiles("vggsweep.db*").Sum(file => file.Length);

    public int TemporaryFiles => Directory.EnumerateFileSystemEntries(Temporary, "*", SearchOption.AllDirectories)
        .Count(entry => !IsOfTheKilled(Path.GetFileName(entry)));

    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Builds.Program, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TMPDIR"] = Temporary;
        return Process.Start(start)!;
    }

    /// <summary>Processes that were started here and run.</summary>
    public IReadOnlyList<int> Processes()
    {
        var mark = Encoding.UTF8.GetBytes($"TMPDIR={Temporary}\0");
        return
        [
            .. Directory.EnumerateDirectories("/proc")
                .Select(process => int.TryParse(Path.GetFileName(process), CultureInfo.InvariantCulture, out var pid) ? pid : 0)
                .Where(pid => pid > 0 && Environment(pid).AsSpan().IndexOf(mark) >= 0),
        ];
    }

    /// <summary>A run that is about to be killed cannot take away what .NET has put into the temporary folder for it.</summary>
    public void Forgive(int pid) => killed.Add($"{pid}");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private bool IsOfTheKilled(string name) =>
        Runtimes.Any(
            runtime => name.StartsWith(runtime, StringComparison.Ordinal) && killed.Contains(name[runtime.Length..].Split('-')[0]));

    /// <returns>Nothing of a process that ends or is another user's.</returns>
    private static byte[] Environment(int pid)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{pid}/environ");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
