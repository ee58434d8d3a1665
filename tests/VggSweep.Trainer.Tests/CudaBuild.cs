using System.Diagnostics;
using System.Text.Json;

namespace VggSweep.Trainer.Tests;

/// <summary>The packages of both builds, as MSBuild evaluates them: the CUDA package cannot be restored everywhere.</summary>
public sealed class CudaBuild
{
    [Theory]
    [InlineData("cpu", new[] { "TorchSharp", "libtorch-cpu-linux-x64" }, "TorchSharp-cuda-linux")]
    [InlineData("cuda", new[] { "TorchSharp-cuda-linux" }, "libtorch-cpu-linux-x64")]
    [InlineData("external", new[] { "TorchSharp" }, "libtorch-cpu-linux-x64")]
    public async Task A_backend_takes_its_own_packages_alone(string backend, string[] wanted, string unwanted)
    {
        var start =
            new ProcessStartInfo("dotnet", ["msbuild", Project(), "-nologo", "-getItem:PackageReference", $"-p:TorchBackend={backend}"])
            {
                RedirectStandardOutput = true,
            };
        using var evaluation = Process.Start(start)!;
        var output = await evaluation.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await evaluation.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, evaluation.ExitCode);
        var names = JsonDocument.Parse(output).RootElement.GetProperty("Items").GetProperty("PackageReference").EnumerateArray()
            .Select(item => item.GetProperty("Identity").GetString()!).ToList();
        Assert.All(wanted, name => Assert.Contains(name, names));
        Assert.DoesNotContain(unwanted, names);
        Assert.Equal(backend != "cuda", names.Contains("TorchSharp"));
    }

    private static string Project()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "VggSweep.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("These tests run from a folder within the repository.");
        }

        return Path.Combine(folder.FullName, "src", "VggSweep.Trainer", "VggSweep.Trainer.csproj");
    }
}
