using System.Diagnostics;
using VggSweep.EndToEnd.Tests.Harness;

namespace VggSweep.EndToEnd.Tests;

/// <summary>Places that cannot be written to or read, each told as itself.</summary>
public sealed class Outputs
{
    private const int CannotWrite = 74;
    private const int ReadOnlyHome = 73;

    [Theory]
    [InlineData("schema >/dev/full", "Standard output cannot be written: the disk behind it is full; redirect it elsewhere.")]
    [InlineData("api-key >&-", "Standard output is closed; redirect it to a file, or to /dev/null.")]
    public async Task A_failing_standard_output_is_not_blamed_on_the_homes_disk(string command, string expected)
    {
        using var folder = new TemporaryFolder();

        var ended = (await ShellAsync(folder, command)).Expect(CannotWrite);

        Assert.Equal(expected, ended.Error.Trim().Split('\n')[^1]);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_home_that_this_user_may_not_read_is_told_as_such()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Home);
        await File.WriteAllTextAsync(Path.Combine(folder.Home, "vggsweep.db"), "rows");
        Unprivileged.Permit(folder.Home, UnixFileMode.None);
        try
        {
            var ended = (await ShellAsync(folder, "list")).Expect(ReadOnlyHome);
            Assert.Equal(
                $"{folder.Home}: this user may not read it; ask its owner for access, or name another home with --home.",
                ended.Error.Trim());
        }
        finally
        {
            Unprivileged.Permit(folder.Home, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static Task<ProgramResult> ShellAsync(TemporaryFolder folder, string command)
    {
        var start = Unprivileged.Start("sh", "-c", $"exec dotnet '{VggSweepProgram.Dll}' {command}");
        start.WorkingDirectory = folder.Path;
        return VggSweepProgram.EndAsync(Process.Start(start)!);
    }
}
