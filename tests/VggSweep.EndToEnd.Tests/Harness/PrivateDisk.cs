using System.Diagnostics;
using VggSweep.Tests;

namespace VggSweep.EndToEnd.Tests.Harness;

/// <summary>
/// A small disk in memory that only the processes started here see, so that it can be filled, and made read-only even
/// for root, without touching the machine.
/// </summary>
internal sealed class PrivateDisk : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly MountNamespace mounts;

    private PrivateDisk(MountNamespace mounts) => this.mounts = mounts;

    /// <summary>The disk, as its processes name it.</summary>
    public string Path => folder.Path;

    public string Home => folder.Home;

    /// <summary>The disk, as everybody names it.</summary>
    public string FromOutside => mounts.FromOutside(folder.Path);

    public string HomeFromOutside => mounts.FromOutside(folder.Home);

    /// <exception cref="InvalidOperationException">This machine lets nobody mount: the test cannot tell anything.</exception>
    public static async Task<PrivateDisk> CreateAsync(string size)
    {
        var disk = new PrivateDisk(await MountNamespace.CreateAsync());
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
        mounts.Dispose();
        folder.Dispose();
    }

    private Process Enter(string[] command) =>
        Process.Start(new ProcessStartInfo(mounts.Enter[0], [.. mounts.Enter.Skip(1), $"--wdns={Path}", .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
