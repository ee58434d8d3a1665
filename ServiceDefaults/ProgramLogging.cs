using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace VggSweep.ServiceDefaults;

/// <summary>What the programs of a cluster write to their log: their own news, and of libraries what a person may have to mend.</summary>
public static class ProgramLogging
{
    private const string Kestrel = "Microsoft.AspNetCore.Server.Kestrel";

    /// <exception cref="ConfigurationProblemException">A level of the section <c>Logging</c> is none.</exception>
    public static void AddProgramLogging(this IHostApplicationBuilder builder)
    {
        RequireLevels(builder.Configuration);
        builder.Logging
            .ClearProviders()
            .AddSimpleConsole(
                console =>
                    (console.SingleLine, console.TimestampFormat, console.UseUtcTimestamp) = (true, "yyyy-MM-dd HH:mm:ss.fff ", true))
            .SetMinimumLevel(LogLevel.Information)
            .AddFilter("Orleans", LogLevel.Warning)
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Polly", LogLevel.Warning)
            // A failed start is thrown too, and reported in one sentence.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical)
            .AddFilter(Kestrel, level => level is >= LogLevel.Warning and < LogLevel.Critical)
            .AddFilter("Orleans.Runtime.Silo", LogLevel.Error) // It advises server garbage collection, which takes too much memory.
            .AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error) // Its first look is always late, by as much as the machine has been up.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error); // Nothing of ours is protected by it.
    }

    private static void RequireLevels(IConfiguration configuration)
    {
        var levels = configuration
            .GetSection("Logging")
            .AsEnumerable()
            .Where(pair => pair.Key.Contains(":LogLevel:", StringComparison.OrdinalIgnoreCase));
        foreach (var (key, level) in levels)
        {
            if (level is { Length: > 0 } && !Enum.TryParse<LogLevel>(level, ignoreCase: true, out _))
            {
                throw new ConfigurationProblemException(
                    $"{Settings.Named(key)} is '{level}'; give one of {string.Join(", ", Enum.GetNames<LogLevel>())}.");
            }
        }
    }
}
