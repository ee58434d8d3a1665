using Microsoft.Playwright;

namespace VggSweep.Browser.Tests;

/// <summary>Keeps what the tests see for the documents, where VGGSWEEP_PICTURES names a folder.</summary>
internal static class Picture
{
    public static async Task TakeAsync(IPage page, string name, bool fullPage = false)
    {
        if (Environment.GetEnvironmentVariable("VGGSWEEP_PICTURES") is not { Length: > 0 } folder)
        {
            return;
        }

        // Whether this machine trusts a development certificate is nobody's business.
        await page.AddStyleTagAsync(new() { Content = ".dashboard-message-bar, .top-messagebar { display: none }" });
        await page.ScreenshotAsync(new()
        {
            Path = Path.Combine(folder, $"{name}.png"),
            Animations = ScreenshotAnimations.Disabled,
            FullPage = fullPage,
        });
    }
}
