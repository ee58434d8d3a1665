using System.Diagnostics;
using VggSweep.AppHost.Servers;

namespace VggSweep.TestServers;

/// <summary>A short command that must succeed.</summary>
public static class Command
{
    /// <exception cref="InvalidOperationException">It failed; the message has its output.</exception>
    public static void Run(string program, params string[] arguments) => ServerCommand.Run(new ProcessStartInfo(program, arguments));
}
