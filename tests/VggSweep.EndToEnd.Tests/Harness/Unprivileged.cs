using System.Diagnostics;

namespace VggSweep.EndToEnd.Tests.Harness;

/// <summary>Programs for which the permissions of files count, also when root runs the tests.</summary>
internal static class Unprivileged
{
    public static ProcessStartInfo Start(string program, params string[] arguments)
    {
        string[] command = Environment.IsPrivilegedProcess
            ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search", program, .. arguments]
            : [program, .. arguments];
        return new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
    }

    public static void Permit(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
