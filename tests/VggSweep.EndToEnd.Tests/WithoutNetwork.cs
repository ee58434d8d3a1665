using System.Diagnostics;
using VggSweep.EndToEnd.Tests.Harness;
using VggSweep.ServiceDefaults;

namespace VggSweep.EndToEnd.Tests;

/// <summary>The very first call on a machine whose network lets nothing through: one sentence and an exit code of its own.</summary>
public sealed class WithoutNetwork
{
    private const int NoNetwork = 68;

    [Fact]
    public async Task Packages_that_cannot_be_fetched_are_reported_with_reason_and_remedy()
    {
        using var folder = new TemporaryFolder();
        var sources = Path.Combine(folder.Path, "fresh");
        foreach (var part in (string[])["vggsweep", "build", "src", "ServiceDefaults", "global.json",
            "Directory.Build.props", "Directory.Packages.props", "BannedSymbols.txt"])
        {
            Copy(Path.Combine(VggSweepProgram.Repository, part), Path.Combine(sources, part));
        }

        var ended = (await VggSweepProgram.EndAsync(Start(folder, sources))).Expect(NoNetwork);

        var sentence = ended.Error.Trim().Split('\n')[^1];
        Assert.Matches(
            "^VggSweep's packages cannot be fetched: .*refused.* Connect to the network, or name a proxy .*, and run this again\\.$",
            sentence);
        Assert.Equal("", ended.Output);
    }

    /// <summary>With no package of its own, behind a proxy that refuses everybody.</summary>
    private static Process Start(TemporaryFolder folder, string sources)
    {
        var start = new ProcessStartInfo(Path.Combine(sources, "vggsweep"), ["list"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var proxy = $"http://127.0.0.1:{FreePorts.Take(1)[0]}";
        foreach (var variable in (string[])["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"])
        {
            start.Environment[variable] = proxy;
        }

        start.Environment["NO_PROXY"] = start.Environment["no_proxy"] = "";
        start.Environment["NUGET_PACKAGES"] = Path.Combine(folder.Path, "packages");

        // For half an hour NuGet answers from what it was told before: on a machine that has just restored, by all packages.
        start.Environment["NUGET_HTTP_CACHE_PATH"] = Path.Combine(folder.Path, "answers");
        start.Environment["TMPDIR"] = folder.Path;
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        return Process.Start(start)!;
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        if (File.Exists(from))
        {
            File.Copy(from, to);
            return;
        }

        Directory.CreateDirectory(to);
        foreach (var entry in Directory.EnumerateFileSystemEntries(from).Where(entry => Path.GetFileName(entry) is not ("bin" or "obj")))
        {
            Copy(entry, Path.Combine(to, Path.GetFileName(entry)));
        }
    }
}
