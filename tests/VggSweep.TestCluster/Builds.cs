namespace VggSweep.TestCluster;

/// <summary>Where the build puts the programs.</summary>
public static class Builds
{
    public static string Repository { get; } = Find();

    /// <summary>The program <c>vggsweep</c>.</summary>
    public static string Program => Of("VggSweep.Cli", "vggsweep");

    /// <summary>A program of the same configuration as we are.</summary>
    public static string Of(string project, string? program = null) => Path.Combine(
        Repository, "artifacts", "bin", project,
        Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)), $"{program ?? project}.dll");

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
