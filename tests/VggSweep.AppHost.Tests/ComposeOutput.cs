using Aspire.Hosting.Testing;

namespace VggSweep.AppHost.Tests;

/// <summary>The Compose file as a whole: replicas, GPUs, mounts and the time for the last checkpoint are in it.</summary>
public sealed class ComposeOutput
{
    [Fact]
    public async Task The_compose_file_is_as_it_was()
    {
        var folder = Directory.CreateTempSubdirectory("vggsweep-compose-");
        try
        {
            var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
                ["--operation", "publish", "--step", "publish", "--output-path", folder.FullName, "--Parameters:device=gpu", "--Parameters:coordinators=2"]);
            await using (var app = await builder.BuildAsync())
            {
                await app.RunAsync();
            }

            var written = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "docker-compose.yaml"));
            Assert.Equal(Snapshot(), written, ignoreLineEndingDifferences: true);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Snapshot()
    {
        using var stream = typeof(ComposeOutput).Assembly.GetManifestResourceStream("VggSweep.AppHost.Tests.docker-compose.yaml")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
