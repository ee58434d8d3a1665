using Microsoft.Playwright;

namespace VggSweep.Browser.Tests;

/// <summary>Debian's Chromium under Playwright.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--no-first-run",
    ];

    private static readonly string? Program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(path => Path.Combine(path, "chromium")).FirstOrDefault(File.Exists);

    private readonly IPlaywright playwright;

    private Chromium(IPlaywright playwright, IBrowser browser) => (this.playwright, Browser) = (playwright, browser);

    public static bool IsInstalled => Program is not null;

    public IBrowser Browser { get; }

    public static async Task<Chromium> LaunchAsync()
    {
        var playwright = await Playwright.CreateAsync();
        return new(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = Arguments }));
    }

    /// <summary>Skips the test without Chromium.</summary>
    public static void Require() =>
        Assert.SkipUnless(IsInstalled, "There is no chromium on the PATH: install Debian's package chromium.");

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        playwright.Dispose();
    }
}
