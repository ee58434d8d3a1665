using Microsoft.Playwright;

namespace VggSweep.Browser.Tests.Reports;

/// <summary>Opens reports of made-up sweeps in a browser.</summary>
public sealed class ReportBrowser : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("vggsweep-report-");
    private Chromium? chromium;

    public async ValueTask InitializeAsync() => chromium = Chromium.IsInstalled ? await Chromium.LaunchAsync() : null;

    /// <summary>Opens a page of its own. Skips the test without Chromium.</summary>
    /// <param name="html">The report.</param>
    /// <param name="faults">Gets the page's errors and what it asks of elsewhere.</param>
    internal async Task<IPage> OpenAsync(string html, int width, ColorScheme scheme, List<string> faults)
    {
        Chromium.Require();
        var file = Path.Combine(folder.FullName, $"{Path.GetRandomFileName()}.html");
        await File.WriteAllTextAsync(file, html);
        var page = await chromium!.Browser.NewPageAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = scheme,
        });
        var address = new Uri(file).AbsoluteUri;
        page.PageError += (_, error) => faults.Add(error);
        page.Console += (_, message) => faults.AddRange(message.Type == "error" ? [message.Text] : []);
        page.Request += (_, request) => faults.AddRange(request.Url == address ? [] : [request.Url]);
        await page.GotoAsync(address);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await (chromium?.DisposeAsync() ?? ValueTask.CompletedTask);
        folder.Delete(recursive: true);
    }
}
