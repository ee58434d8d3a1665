using System.Xml.Linq;

namespace VggSweep.Core.Tests;

/// <summary>References run one way, Core at the bottom, and TorchSharp lives in one project.</summary>
public sealed class Architecture
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["VggSweep.Core"] = [],
        ["VggSweep.Results"] = ["VggSweep.Core"],
        ["VggSweep.Client"] = ["VggSweep.Core"],
        ["VggSweep.Store"] = ["VggSweep.Core"],
        ["VggSweep.Trainer"] = ["VggSweep.Core"],
        ["VggSweep.Coordinator"] = ["VggSweep.Core", "VggSweep.Results", "VggSweep.ServiceDefaults", "VggSweep.Store"],
        ["VggSweep.Worker"] = ["VggSweep.Core", "VggSweep.ServiceDefaults"],
        ["VggSweep.Cli"] =
        [
            "VggSweep.Client", "VggSweep.Coordinator", "VggSweep.Core", "VggSweep.Results", "VggSweep.Store", "VggSweep.Worker",
        ],
    };

    [Fact]
    public void References_run_one_way()
    {
        var found = Projects().ToDictionary(project => project.Name, project => project.File.Descendants("ProjectReference")
            .Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
            .Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!)).Order().ToArray());
        Assert.Equal(Allowed.Keys.Order(), found.Keys.Order());
        Assert.All(found, project => Assert.Equal(Allowed[project.Key], project.Value));
    }

    [Fact]
    public void TorchSharp_is_in_the_trainer_alone() => Assert.Equal(
        ["VggSweep.Trainer"],
        Projects().Where(
            project => project.File.Descendants("PackageReference").Any(
                package => ((string)package.Attribute("Include")!).Contains("orch", StringComparison.Ordinal)))
            .Select(project => project.Name));

    private static IEnumerable<(string Name, XDocument File)> Projects() =>
        Directory.EnumerateFiles(Path.Combine(Sources.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(file => (Path.GetFileNameWithoutExtension(file), XDocument.Load(file)));
}
