using System.Diagnostics;
using System.Text.Json;
using VggSweep.EndToEnd.Tests.Harness;

namespace VggSweep.EndToEnd.Tests;

/// <summary>What goes into the images of the two programs of a cluster: the files that are published.</summary>
public sealed class Images
{
    [Fact]
    public async Task The_coordinators_image_has_no_libtorch()
    {
        var files = await PublishedAsync("VggSweep.Coordinator");
        Assert.Contains("VggSweep.Coordinator.dll", files);
        Assert.DoesNotContain(
            files,
            file => file.Contains("torch", StringComparison.OrdinalIgnoreCase) || file.Contains("Trainer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_workers_image_has_the_trainer_in_the_folder_where_it_is_looked_for()
    {
        var files = await PublishedAsync("VggSweep.Worker");
        Assert.Contains("VggSweep.Worker.dll", files);
        foreach (var needed in (string[])["VggSweep.Trainer.dll", "VggSweep.Trainer.runtimeconfig.json",
            "VggSweep.Trainer.deps.json", "TorchSharp.dll"])
        {
            Assert.Contains($"trainer/{needed}", files);
        }

        Assert.Contains(
            files,
            file => file.StartsWith("trainer/", StringComparison.Ordinal) && file.EndsWith("libtorch_cpu.so", StringComparison.Ordinal));
        Assert.DoesNotContain(
            files,
            file => !file.StartsWith("trainer/", StringComparison.Ordinal) && file.Contains("torch", StringComparison.OrdinalIgnoreCase));
    }

    /// <returns>The paths within the folder that <c>dotnet publish</c> would fill.</returns>
    private static async Task<IReadOnlyList<string>> PublishedAsync(string project)
    {
        string[] arguments =
        [
            "msbuild", Path.Combine(VggSweepProgram.Repository, "src", project, $"{project}.csproj"), "-target:ComputeFilesToPublish",
            "-getItem:ResolvedFileToPublish", "-property:NoBuild=true",
            $"-property:Configuration={VggSweepProgram.BuildConfiguration}", "-nodeReuse:false",
        ];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true };
        using var build = Process.Start(start)!;
        var output = await build.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await build.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(build.ExitCode == 0, output);
        return [.. JsonElement.Parse(output).GetProperty("Items").GetProperty("ResolvedFileToPublish").EnumerateArray()
            .Select(file => file.GetProperty("RelativePath").GetString()!.Replace('\\', '/'))];
    }
}
