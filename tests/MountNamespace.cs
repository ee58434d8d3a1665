using System.Diagnostics;

namespace VggSweep.Tests;

/// <summary>
/// A mount namespace: what is mounted in it only the processes started in it see, so that a disk can be filled, or a
/// mount lost, without touching the machine. Compiled into whoever needs one.
/// </summary>
internal sealed class MountNamespace : IDisposable
{
    private readonly Process holder;

    private MountNamespace()
    {
        // Without root, a user namespace gives the right to mount.
        string[] user = Environment.IsPrivilegedProcess ? [] : ["--user", "--map-root-user"];
        holder = Start("unshare", [.. user, "--mount", "sh", "-c", "echo ready; cat"]);
        Enter = ["nsenter", "--target", $"{holder.Id}", "--mount", .. user.Length > 0
            ? ["--user", "--preserve-credentials"] : Array.Empty<string>()];
    }

    /// <summary>Stands before the command of a process that is to run in it.</summary>
    public IReadOnlyList<string> Enter { get; }

    /// <exception cref="InvalidOperationException">This machine lets nobody mount: the test cannot tell anything.</exception>
    public static async Task<MountNamespace> CreateAsync()
    {
        var made = new MountNamespace();
        return await made.holder.StandardOutput.ReadLineAsync() == "ready"
            ? made
            : throw new InvalidOperationException($"A mount namespace is needed: {await made.holder.StandardError.ReadToEndAsync()}");
    }

    /// <summary>A path in it, as processes outside name it.</summary>
    public string FromOutside(string path) => $"/proc/{holder.Id}/root{path}";

    /// <summary>Runs a command in it.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has what it said.</exception>
    public async Task DoAsync(params string[] command)
    {
        using var process = Start(Enter[0], [.. Enter.Skip(1), .. command]);
        process.StandardInput.Close();
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}: {said}");
        }
    }

    public void Dispose()
    {
        holder.Kill();
        holder.WaitForExit();
        holder.Dispose();
    }

    private static Process Start(string program, IEnumerable<string> arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
