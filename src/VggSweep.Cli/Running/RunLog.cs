using Serilog;
using Serilog.Core;
using Serilog.Events;
using VggSweep.ServiceDefaults;

namespace VggSweep.Cli.Running;

/// <summary>The log file of a home's runs. It takes what the terminal could not show, too.</summary>
internal static class RunLog
{
    private const long LargestFile = 20_000_000;
    private const int KeptFiles = 5;

    public static Logger Open(string file)
    {
        var log = new LoggerConfiguration()
            .MinimumLevel.Information()
            .MinimumLevel.Override("Orleans", LogEventLevel.Warning)
            .MinimumLevel.Override("Polly", LogEventLevel.Warning)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .WriteTo.File(
                file, formatProvider: null, fileSizeLimitBytes: LargestFile, rollOnFileSizeLimit: true,
                retainedFileCountLimit: KeptFiles)
            .CreateLogger();
        StandardStreams.SendUnshownTo(line => log.Information("Not shown: {Line:l}", line));
        return log;
    }
}
