using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace VggSweep.EndToEnd.Tests.Harness;

/// <summary>The real program in processes of its own, as a person runs it.</summary>
internal static class VggSweepProgram
{
    /// <summary>Nothing here takes this long; a test that hangs fails with what the program said.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static string Repository { get; } = FindRepository();

    public static string Dll => Path.Combine(Repository, "artifacts", "bin", "VggSweep.Cli", BuildConfiguration, "vggsweep.dll");

    public static Process Start(
        IReadOnlyList<string> arguments, string folder, string? input = null,
        params (string Key, string Value)[] environment) =>
        Launch("dotnet", [Dll, .. arguments], folder, input, environment);

    /// <summary>In a process group of its own, whose number is the process's.</summary>
    public static Process StartGroup(IReadOnlyList<string> arguments, string folder) =>
        Launch("setsid", ["dotnet", Dll, .. arguments], folder);

    /// <summary>By a shell that prepares the process for it.</summary>
    /// <param name="form">A line of shell, with {} in the place of the program and its arguments.</param>
    public static Process StartByShell(
        string form, IReadOnlyList<string> arguments, string folder, params (string Key, string Value)[] environment) =>
        Launch(
            "sh", ["-c", form.Replace("{}", "exec dotnet \"$@\"", StringComparison.Ordinal), "sh", Dll, .. arguments],
            folder, input: null, environment);

    private static Process Launch(
        string program, IReadOnlyList<string> arguments, string folder, string? input = null,
        params (string Key, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        var process = Process.Start(start)!;
        if (input is not null)
        {
            process.StandardInput.Write(input);
        }

        process.StandardInput.Close();
        return process;
    }

    public static async Task<ProgramResult> RunAsync(string folder, params string[] arguments) =>
        await EndAsync(Start(arguments, folder));

    /// <summary>Waits for the end and gathers what was said.</summary>
    public static async Task<ProgramResult> EndAsync(Process process)
    {
        using (process)
        {
            using var patience = new CancellationTokenSource(Patience);
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var error = process.StandardError.ReadToEndAsync(patience.Token);
            try
            {
                await process.WaitForExitAsync(patience.Token);
                return new ProgramResult(process.ExitCode, await output, await error);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw new TimeoutException($"vggsweep did not end in {Patience}.");
            }
        }
    }

    /// <summary>As the folders of the build write it: in lower case.</summary>
    public static string BuildConfiguration => new DirectoryInfo(AppContext.BaseDirectory).Name;

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "VggSweep.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests run inside the repository.");
        }

        return folder.FullName;
    }
}

internal sealed record ProgramResult(int ExitCode, string Output, string Error)
{
    public JsonNode Json => JsonNode.Parse(Output.TrimEnd().Split('\n')[^1]) ?? throw new JsonException("The output is null.");

    /// <summary>Fails with everything that the program said.</summary>
    public ProgramResult Expect(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode} instead of {exitCode}\n--- output\n{Output}\n--- error\n{Error}");
        return this;
    }
}
