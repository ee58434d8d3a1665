using Microsoft.Extensions.Configuration;
using VggSweep.Core.Training;

namespace VggSweep.AppHost;

/// <summary>The folders of this machine that the programs use, where no parameter names others.</summary>
internal sealed class Folders(string appHost, IConfiguration configuration)
{
    private string Root => Path.GetFullPath(Path.Combine(appHost, ".."));

    public string Sweeps => Path.Combine(Root, "sweeps");

    public string Dashboards => Path.Combine(Root, "dashboards");

    /// <summary>The home of the embedded form: the one that <c>./vggsweep</c> has at the root.</summary>
    public string Home => Given("home-folder") ?? Path.Combine(Root, ".vggsweep");

    public string Reports => Path.Combine(Home, "reports");

    /// <summary>Checkpoints and final weights of the cluster: they belong to the rows in PostgreSQL's volume.</summary>
    public string Files => Given("files-folder") ?? Path.Combine(Home, "cluster");

    /// <summary>The four files of Fashion-MNIST: Debian's folder, or the user's cache.</summary>
    public string Data
    {
        get
        {
            var (debian, cache) = FashionMnistFiles.Folders(
                Environment.GetEnvironmentVariable("XDG_CACHE_HOME"), Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));
            return Given("data-folder") ?? (Directory.Exists(debian) ? debian : cache);
        }
    }

    /// <summary>A file as a person names it: from where they are, or from the root.</summary>
    public string Find(string file) => File.Exists(file) ? Path.GetFullPath(file) : Path.GetFullPath(Path.Combine(Root, file));

    private string? Given(string parameter) =>
        configuration[$"Parameters:{parameter}"] is { Length: > 0 } folder ? Path.GetFullPath(Path.Combine(Root, folder)) : null;
}
