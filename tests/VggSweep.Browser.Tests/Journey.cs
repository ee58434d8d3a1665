using System.Text.RegularExpressions;
using Microsoft.Playwright;
using VggSweep.Core.Api;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Telemetry;

namespace VggSweep.Browser.Tests;

/// <summary>What a person sees and does on Aspire's dashboard.</summary>
public sealed partial class Journey(AspireDashboard dashboard) : IClassFixture<AspireDashboard>
{
    private const string Good =
        "{ name: tiny, network: { arch: narrow, width: 4, resolution: 32, head: gap, batchNorm: true, batchSize: 64, epochs: 2 }, "
        + "parameters: { seed: [1] }, training: { images: 512, validationImages: 256 } }";

    [Fact]
    public async Task A_sweep_with_two_mistakes_is_corrected_in_the_dialog_launched_and_followed_to_its_trace()
    {
        var page = await dashboard.OpenAsync();
        await page.Locator("fluent-button[title^='Launch sweep']:not([disabled])").ClickAsync();
        var dialog = page.Locator("#interactions-input-dialog");
        var yaml = dialog.Locator(".interaction-input").First;
        var mistakes = yaml.Locator(".fluent-validation-message div");
        var launch = dialog.Locator("fluent-button", new() { HasText = "Launch sweep" });
        await yaml.GetByRole(AriaRole.Textbox).FillAsync(Good.Replace("epochs: 2", "epochs: 0, lr: fast", StringComparison.Ordinal));
        await launch.ClickAsync();
        await Assertions.Expect(mistakes).ToHaveTextAsync([EpochsMistake(), LrMistake()]);
        await Picture.TakeAsync(page, "aspire-launch");

        // The mistakes go when the cursor leaves the text, and the button moves up with them.
        await yaml.GetByRole(AriaRole.Textbox).FillAsync(Good);
        await yaml.GetByRole(AriaRole.Textbox).PressAsync("Tab");
        await Assertions.Expect(mistakes).ToHaveCountAsync(0);
        await launch.ClickAsync();
        await Assertions.Expect(dialog).ToBeHiddenAsync();
        await Picture.TakeAsync(page, "aspire-resources");

        await page.GotoAsync("/consolelogs/resource/coordinator");
        string[] lines =
        [
            "Sweep tiny-1 submitted; trials: 1", "Trial tiny-1/1 started on", "Trial tiny-1/1 completed: validation accuracy",
            "Sweep tiny-1 completed (1 completed)",
        ];
        foreach (var line in lines)
        {
            await Assertions.Expect(page.GetByText(line).First).ToBeVisibleAsync();
        }

        Assert.Equal(SweepState.Completed, (await dashboard.GetAsync<SweepDetails>("sweeps/tiny-1")).State);
        await page.GotoAsync("/structuredlogs/resource/coordinator");
        await page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Trial tiny-1/1 completed" }).GetByRole(AriaRole.Link).ClickAsync();
        await page.WaitForURLAsync($"**/traces/detail/{TrialTrace.OfTrial("tiny-1", 1).TraceId}*");
        foreach (var span in (string[])["queue", "lease", "data", "epoch", "checkpoint"])
        {
            await Assertions.Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = span }).First).ToBeVisibleAsync();
        }

        await Picture.TakeAsync(page, "aspire-trace");
    }

    [Fact]
    public async Task The_coordinators_row_links_its_pages_and_no_endpoint_of_silos()
    {
        var page = await dashboard.OpenAsync();
        // Prometheus's arguments name it, too.
        var row = page.GetByRole(AriaRole.Row).Filter(new() { Has = page.GetByText("coordinator", new() { Exact = true }) });
        var links = row.Locator(".url-container a");
        await Assertions.Expect(links.First).ToBeVisibleAsync();
        await Picture.TakeAsync(page, "aspire-links");
        await Assertions.Expect(links).ToHaveTextAsync(["API", "Orleans dashboard"]);
    }

    [Fact]
    public async Task The_reference_lists_the_api_alone_and_offers_nothing_of_others()
    {
        var page = await dashboard.OpenAsync();
        List<string> elsewhere = [];
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url).Host != dashboard.Api.Host)
            {
                elsewhere.Add(request.Url);
            }
        };
        await page.GotoAsync($"{new Uri(dashboard.Api, "/reference")}");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "/api/v1/sweeps/{sweep}/events" }).First).ToBeVisibleAsync();
        foreach (var offer in (string[])["Ask AI", "Generate SDK", "Deploy", "/orleans"])
        {
            await Assertions.Expect(page.GetByText(offer)).ToHaveCountAsync(0);
        }

        Assert.Empty(elsewhere);
    }

    [GeneratedRegex(@"^\s*pasted:1:\d+: network\.epochs cannot be '0'")]
    private static partial Regex EpochsMistake();

    [GeneratedRegex(@"^\s*pasted:1:\d+: network\.lr cannot be 'fast'")]
    private static partial Regex LrMistake();
}
