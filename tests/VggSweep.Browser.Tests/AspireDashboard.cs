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

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("vggsweep-browser-");
    private DistributedApplication? app;
    private Chromium? chromium;
    private Uri? dashboard;

    public Uri Api => app!.GetEndpoint("coordinator", "http");

    public async ValueTask InitializeAsync()
    {
        if (!Chromium.IsInstalled)
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
        chromium = await Chromium.LaunchAsync();
    }

    /// <summary>Opens a page of its own on the resources, in light colours. Skips the test without Chromium.</summary>
    public async Task<IPage> OpenAsync()
    {
        Chromium.Require();
        var page = await chromium!.Browser.NewPageAsync(new()
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
        await (chromium?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (app?.DisposeAsync() ?? ValueTask.CompletedTask);
        folder.Delete(recursive: true);
    }
}
