namespace VggSweep.TestCluster;

/// <summary>Where the build puts the programs.</summary>
public static class Builds
{
    public static string Repository { get; } = Find();

    /// <summary>The program <c>vggsweep</c>, of the same configuration as we are.</summary>
    public static string Program => Path.Combine(
        Repository, "artifacts", "bin", "VggSweep.Cli", Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)), "vggsweep.dll");

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "VggSweep.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is in no VggSweep repository.");
        }

        return folder.FullName;
    }
}
