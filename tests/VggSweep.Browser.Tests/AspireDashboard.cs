using System.Net.Http.Json;
using Aspire.Hosting.Testing;
using Microsoft.Playwright;
using VggSweep.Core.Api;

namespace VggSweep.Browser.Tests;

/// <summary>The AppHost's embedded form with Aspire's own dashboard, in a browser.</summary>
public sealed class AspireDashboard : IAsyncLifetime
{
    /// <summary>Milliseconds: a start or a small training on busy cores.</summary>
    private const float Patience = 180_000;

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--no-first-run",
    ];

    private static readonly string? Chromium = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(path => Path.Combine(path, "chromium")).FirstOrDefault(File.Exists);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("vggsweep-browser-");
    private DistributedApplication? app;
    private IPlaywright? playwright;
    private IBrowser? browser;
    private Uri? dashboard;

    public Uri Api => app!.GetEndpoint("coordinator", "http");

    public async ValueTask InitializeAsync()
    {
        if (Chromium is null)
        {
            return;
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(Patience));
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            new DistributedApplicationTestingBuilderOptions { EnableDashboard = true },
            ["--embedded", $"--Parameters:home-folder={folder.FullName}/home"], patience.Token);
        builder.Configuration["ASPIRE_INTERACTIVITY_ENABLED"] = "true"; // A testing builder answers no dialog otherwise.
        app = await builder.BuildAsync(patience.Token);
        await app.StartAsync(patience.Token);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("coordinator", patience.Token);
        dashboard = await app.GetDashboardUrlAsync(patience.Token);
        Assertions.SetDefaultExpectTimeout(Patience);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Arguments });
    }

    /// <summary>Opens a page of its own on the resources, in light colours. Skips the test without Chromium.</summary>
    public async Task<IPage> OpenAsync()
    {
        Assert.SkipWhen(Chromium is null, "There is no chromium on the PATH: install Debian's package chromium.");
        var page = await browser!.NewPageAsync(new()
        {
            BaseURL = dashboard!.GetLeftPart(UriPartial.Authority),
            ViewportSize = new() { Width = 1280, Height = 640 },
            ColorScheme = ColorScheme.Light,
        });
        page.SetDefaultTimeout(Patience);
        await page.GotoAsync($"{dashboard}");
        return page;
    }

    public async Task<T> GetAsync<T>(string path)
    {
        using var client = new HttpClient { BaseAddress = Api };
        return (await client.GetFromJsonAsync<T>($"/api/v1/{path}", ApiJson.Options))!;
    }

    public async ValueTask DisposeAsync()
    {
        await (browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        playwright?.Dispose();
        await (app?.DisposeAsync() ?? ValueTask.CompletedTask);
        folder.Delete(recursive: true);
    }
}
