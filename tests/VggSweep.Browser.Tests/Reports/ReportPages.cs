using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using VggSweep.EndToEnd.Tests.Results;

namespace VggSweep.Browser.Tests.Reports;

/// <summary>What a person sees of a report.</summary>
public sealed class ReportPages(ReportBrowser browser) : IClassFixture<ReportBrowser>
{
    /// <summary>Pixels of A4 between the margins of 14 mm.</summary>
    private const int PaperWidth = 688;

    private readonly List<string> faults = [];

    [Theory]
    [InlineData(1400, ColorScheme.Light)]
    [InlineData(1400, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task A_report_fits_its_window_marks_the_chosen_cell_and_has_no_fault_that_axe_finds(int width, ColorScheme scheme)
    {
        var page = await browser.OpenAsync(MadeUpSweep.Page(MadeUpSweep.Study), width, scheme, faults);

        Assert.Equal(
            [
                "Validation accuracy by width and resolution", "Accuracy against cost", "Learning curves",
                "Error against cost, fitted", "Importance of the parameters", "Parameters and result",
                "Rungs of the scheduler", "Workers", "Decisions", "Trials", "Sweep file", "Environment",
            ],
            await page.Locator("h2").AllTextContentsAsync());
        await FitsAsync(page, width);
        await Assertions.Expect(page.Locator(".heat td.chosen")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator(".heat td.chosen strong")).ToHaveTextAsync("★ 92.0");
        await Assertions.Expect(page.Locator("figure path.dot.chosen")).ToHaveCountAsync(1);
        await HasNoAxeViolationAsync(page);
        await Picture.TakeAsync(page, $"report-{width}-{scheme}".ToLowerInvariant(), fullPage: true);
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData(MadeUpSweep.OneEpoch)]
    [InlineData(MadeUpSweep.NoneHeldOut)]
    public async Task A_small_sweep_has_no_empty_section_and_no_fault_that_axe_finds(string yaml)
    {
        var page = await browser.OpenAsync(MadeUpSweep.Page(yaml), 390, ColorScheme.Light, faults);

        await FitsAsync(page, 390);
        await HasNoAxeViolationAsync(page);
        foreach (var section in await page.Locator("section").AllAsync())
        {
            Assert.NotEqual(0, await section.Locator("figure svg, .scroll, li").CountAsync());
        }

        Assert.Empty(faults);
    }

    [Fact]
    public async Task After_one_epoch_a_row_of_points_stands_in_place_of_curves()
    {
        var page = await browser.OpenAsync(MadeUpSweep.Page(MadeUpSweep.OneEpoch), 1400, ColorScheme.Light, faults);

        await Assertions.Expect(page.GetByText("rank how fast networks learn")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Learning curves" })).ToHaveCountAsync(0);
        var figure = page.Locator("section", new() { HasText = "After the only epoch" }).Locator("figure");
        await Assertions.Expect(figure.Locator("circle.dot")).ToHaveCountAsync(6);
        await Assertions.Expect(figure.Locator("circle.open")).ToHaveCountAsync(6);
        Assert.Empty(faults);
    }

    [Fact]
    public async Task Without_held_out_images_nothing_is_called_validation()
    {
        var page = await browser.OpenAsync(MadeUpSweep.Page(MadeUpSweep.NoneHeldOut), 1400, ColorScheme.Light, faults);

        var shown = string.Join('\n', await page.Locator("main > header, section:not(:has(pre))").AllTextContentsAsync());
        Assert.DoesNotContain("validation", shown, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("the test images choose", shown, StringComparison.Ordinal);
        await Assertions.Expect(
            page.GetByRole(AriaRole.Region, new() { Name = "Trials" }).Locator("th", new() { HasText = "accuracy" })).ToHaveCountAsync(1);
        Assert.Empty(faults);
    }

    [Fact]
    public async Task A_configuration_that_diverges_is_named_and_flattens_no_curve()
    {
        var page = await browser.OpenAsync(
            MadeUpSweep.Page(MadeUpSweep.Study.Replace("width: [4, 8, 16]", "width: [4]", StringComparison.Ordinal)), 1400,
            ColorScheme.Light, faults);

        await Assertions.Expect(page.GetByText("no longer finite, of resolution=56 lr=0.1")).ToBeVisibleAsync();
        var ticks = await page.Locator(".panel").First.Locator("text[text-anchor=end]").AllTextContentsAsync();
        Assert.Equal("1", ticks[^1]);
        Assert.Empty(faults);
    }

    [Fact]
    public async Task Printed_charts_are_not_cut_and_headings_stay_with_them()
    {
        var page = await browser.OpenAsync(MadeUpSweep.Page(MadeUpSweep.Study), 1400, ColorScheme.Dark, faults);
        Assert.InRange((await page.PdfAsync(new() { Format = "A4", PreferCSSPageSize = true })).Length, 50_000, 5_000_000);

        // What a PDF of a screen of 1,400 pixels looks like: layout for paper, charts drawn for paper.
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await page.SetViewportSizeAsync(PaperWidth, 900);
        await page.EvaluateAsync("() => dispatchEvent(new Event('beforeprint'))");
        await FitsAsync(page, PaperWidth);
        var beyond = await page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('figure svg, figure text, table')].filter(one => {"
            + " const box = one.getBoundingClientRect(); return box.width > 0 && (box.left < -1 || box.right > innerWidth + 1);"
            + " }).map(one => one.outerHTML.slice(0, 120))");
        Assert.Empty(beyond);
        Assert.Equal(
            ["avoid"],
            await page.EvaluateAsync<string[]>(
                "() => [...new Set([...document.querySelectorAll('h2, h3, .legend')].map(one => getComputedStyle(one).breakAfter))]"));
        Assert.Equal(
            ["avoid"],
            await page.EvaluateAsync<string[]>(
                "() => [...new Set([...document.querySelectorAll('.lead, .panel, tr')].map(one => getComputedStyle(one).breakInside))]"));
        Assert.Equal("rgb(255, 255, 255)", await page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor"));
        Assert.Empty(faults);
    }

    [Fact]
    public async Task Decisions_are_narrowed_by_a_word_and_by_their_kind()
    {
        var page = await browser.OpenAsync(MadeUpSweep.Page(MadeUpSweep.Study), 1400, ColorScheme.Light, faults);

        var status = page.GetByRole(AriaRole.Status);
        await Assertions.Expect(status).ToHaveTextAsync("108 of 108 shown");
        await page.GetByLabel("Decision", new() { Exact = true }).SelectOptionAsync("Pause");
        await Assertions.Expect(status).ToHaveTextAsync("54 of 108 shown");
        await page.GetByLabel("Containing").FillAsync("(epoch 3)");
        await Assertions.Expect(status).ToHaveTextAsync("27 of 108 shown");
        Assert.Empty(faults);
    }

    [Fact]
    public async Task Ten_thousand_trials_are_shown_in_part_and_said_so()
    {
        const string yaml =
            "name: many\nnetwork: { arch: vgg11, head: gap, batchNorm: true, resolution: 32, epochs: 3 }\n"
            + "parameters: { width: { int: [4, 103] }, lr: { logUniform: [0.001, 0.5] } }\n"
            + "search: { method: random, maxTrials: 10000 }\n";
        var html = MadeUpSweep.Page(yaml);
        Assert.InRange(html.Length, 100_000, 3_000_000);

        var page = await browser.OpenAsync(html, 1400, ColorScheme.Light, faults);
        await Assertions.Expect(page.GetByText("Listed are the 500 best of 10,000 trials")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("the newest 1,000 of 20,000")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".heat tbody tr")).ToHaveCountAsync(8);
        await FitsAsync(page, 1400);
        Assert.Empty(faults);
    }

    private static async Task FitsAsync(IPage page, int width) =>
        Assert.InRange(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"), 1, width);

    private static async Task HasNoAxeViolationAsync(IPage page) => Assert.Empty(
        (await page.RunAxe()).Violations.Select(one =>
            $"{one.Id}: {string.Join("; ", one.Nodes.Take(3).Select(node => node.Html))}"));
}
