using System.Diagnostics;

namespace VggSweep.EndToEnd.Tests.Harness;

/// <summary>
/// A small disk in memory that only the processes started here see: in a mount namespace of its own, so that it can be
/// filled, and made read-only even for root, without touching the machine.
/// </summary>
internal sealed class PrivateDisk : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Process holder;
    private readonly string[] enter;

    private PrivateDisk()
    {
        // Without root, a user namespace gives the right to mount.
        string[] user = Environment.IsPrivilegedProcess ? [] : ["--user", "--map-root-user"];
        holder = Start("unshare", [.. user, "--mount", "sh", "-c", "echo ready; cat"]);
        enter = ["--target", $"{holder.Id}", "--mount", .. user.Length > 0 ? ["--user", "--preserve-credentials"] : Array.Empty<string>()];
    }

    /// <summary>The disk, as its processes name it.</summary>
    public string Path => folder.Path;

    public string Home => folder.Home;

    /// <summary>The disk, as everybody names it.</summary>
    public string FromOutside => $"/proc/{holder.Id}/root{folder.Path}";

    public string HomeFromOutside => $"/proc/{holder.Id}/root{folder.Home}";

    /// <exception cref="InvalidOperationException">This machine lets nobody mount: the test cannot tell anything.</exception>
    public static async Task<PrivateDisk> CreateAsync(string size)
    {
        var disk = new PrivateDisk();
        if (await disk.holder.StandardOutput.ReadLineAsync() != "ready")
        {
            throw new InvalidOperationException($"A mount namespace is needed: {await disk.holder.StandardError.ReadToEndAsync()}");
        }

        await disk.DoAsync("mount", "-t", "tmpfs", "-o", $"size={size}", "none", disk.Path);
        return disk;
    }

    /// <remarks>With the source named, or mount repeats the owner that the kernel shows, which a user namespace does not know.</remarks>
    public Task RemountAsync(string options) => DoAsync("mount", "-o", $"remount,{options}", "none", Path);

    /// <summary>Runs a command on the disk; fails with what it said.</summary>
    public async Task DoAsync(params string[] command) => (await VggSweepProgram.EndAsync(Enter(command))).Expect(0);

    public Process StartVggSweep(params string[] arguments) => Enter(["dotnet", VggSweepProgram.Dll, .. arguments]);

    public Task<ProgramResult> RunAsync(params string[] arguments) => VggSweepProgram.EndAsync(StartVggSweep(arguments));

    public void Dispose()
    {
        holder.Kill();
        holder.WaitForExit();
        holder.Dispose();
        folder.Dispose();
    }

    private Process Enter(string[] command) => Start("nsenter", [.. enter, $"--wdns={Path}", .. command]);

    private static Process Start(string program, string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
