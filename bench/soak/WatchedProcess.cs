using System.Diagnostics;
using System.Globalization;

/// <summary>A program that runs, with what it holds.</summary>
internal sealed class WatchedProcess : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> error;
    private readonly Task watching;

    public WatchedProcess(Process process)
    {
        this.process = process;
        output = process.StandardOutput.ReadToEndAsync();
        error = process.StandardError.ReadToEndAsync();
        Ended = process.WaitForExitAsync();
        watching = WatchAsync();
    }

    public int Id => process.Id;

    public Task Ended { get; }

    /// <summary>The greatest resident memory until now.</summary>
    public long PeakBytes { get; private set; }

    /// <summary>The most descriptors that were seen open.</summary>
    public int Descriptors { get; private set; }

    /// <returns>The exit code and what it said.</returns>
    public async Task<(int ExitCode, string Output, string Error)> EndAsync()
    {
        await Ended;
        await watching;
        return (process.ExitCode, await output, await error);
    }

    public void Dispose() => process.Dispose();

    private async Task WatchAsync()
    {
        while (!Ended.IsCompleted)
        {
            try
            {
                Descriptors = Math.Max(Descriptors, Directory.GetFileSystemEntries($"/proc/{Id}/fd").Length);
                var peak = File.ReadLines($"/proc/{Id}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
                PeakBytes = peak is null
                    ? PeakBytes
                    : 1024 * long.Parse(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return; // It ends.
            }

            await Task.WhenAny(Ended, Task.Delay(Period, TimeProvider.System));
        }
    }
}
