using Spectre.Console;
using VggSweep.Core;

namespace VggSweep.Cli.Running;

/// <summary>Percent and megabytes of a download: a line that is redrawn where a person watches, else a line when it begins.</summary>
internal static class DownloadProgress
{
    /// <param name="terminal">Where it is shown.</param>
    /// <param name="name">Of the file.</param>
    /// <param name="download">Tells the bytes that have come, and those that will in all where that is known.</param>
    public static async Task ShowAsync(Terminal terminal, string name, Func<Action<long, long?>, Task> download)
    {
        if (!terminal.IsWatched)
        {
            Terminal.Say($"Downloading {name} ...");
            await download((_, _) => { });
            return;
        }

        await terminal.Error.Live(new Text(name)).StartAsync(async context =>
        {
            var shown = "";
            await download((bytes, total) =>
            {
                var text = $"{name}  {Amount(bytes, total)}";
                if (text != shown)
                {
                    context.UpdateTarget(new Text(shown = text));
                }
            });
        });
    }

    /// <summary>As <c>67 % of 26.4 MB</c>: every percent is worth a line, every byte is not.</summary>
    internal static string Amount(long bytes, long? total) => total is > 0
        ? $"{100 * bytes / total,3} % of {AmountText.OfBytes(total.Value)}"
        : AmountText.OfBytes(bytes);
}
