using System.Runtime.Versioning;
using VggSweep.AppHost.Servers;

namespace VggSweep.AppHost.Tests;

/// <summary>What the local form prepares for its servers.</summary>
[SupportedOSPlatform("linux")]
public sealed class LocalPrograms : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("vggsweep-local-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_password_is_made_once_and_its_owner_s_alone()
    {
        var file = Path.Combine(folder.FullName, "new", "password");
        var password = SecretFile.Password(file);
        Assert.Equal(password, SecretFile.Password(file));
        Assert.NotEqual(password, SecretFile.Password($"{file}2"));
        Assert.Matches("^[A-Za-z0-9]{24}$", password);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void Grafana_finds_the_dashboards_where_they_are()
    {
        var dashboards = Path.GetFullPath(Path.Combine(Projects.AppHost.ProjectPath, "..", "dashboards"));
        LocalGrafana.CopyProvisioning(dashboards, folder.FullName);
        var paths = Directory.EnumerateFiles(folder.FullName, "*.yaml", SearchOption.AllDirectories).SelectMany(File.ReadAllLines)
            .Where(line => line.TrimStart().StartsWith("path:", StringComparison.Ordinal))
            .Select(line => line.Split(':')[1].Trim())
            .ToList();
        Assert.NotEmpty(paths);
        Assert.All(paths, path => Assert.True(Directory.Exists(path), path));
        Assert.True(File.Exists(Path.Combine(folder.FullName, "datasources", "prometheus.yaml")));
    }

    [Fact]
    public void A_Postgres_whose_data_were_begun_and_not_finished_is_begun_anew()
    {
        Directory.CreateDirectory(Path.Combine(folder.FullName, "postgres", "data.new", "base"));
        new PostgresProgram(Path.Combine(folder.FullName, "postgres")).CreateData("secret", "vggsweep");
        Assert.True(File.Exists(Path.Combine(folder.FullName, "postgres", "data", "PG_VERSION")));
        Assert.Equal(["data"], Directory.EnumerateFileSystemEntries(Path.Combine(folder.FullName, "postgres")).Select(Path.GetFileName));
    }
}
