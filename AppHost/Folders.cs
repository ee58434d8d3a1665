using Microsoft.Extensions.Configuration;
using VggSweep.AppHost.Forms;
using VggSweep.Core.Training;

namespace VggSweep.AppHost;

/// <summary>The folders of this machine that the programs use, where no parameter names others.</summary>
internal sealed class Folders(string appHost, IConfiguration configuration)
{
    private string Root => Path.GetFullPath(Path.Combine(appHost, ".."));

    public string Sweeps => Path.Combine(Root, "sweeps");

    public string Dashboards => Path.Combine(Root, "dashboards");

    /// <summary>The home that <c>./vggsweep</c> has at the root, too.</summary>
    public string Home => Given("home-folder") ?? Path.Combine(Root, ".vggsweep");

    /// <summary>Data of the servers that run as programs of this machine.</summary>
    public string Local => Path.Combine(Home, "local");

    public string Reports => Path.Combine(Home, "reports");

    /// <summary>Checkpoints and final weights: they belong to the rows of one database, so each form has its own.</summary>
    public string Files(ClusterForm form) =>
        Given("files-folder") ?? (form is ClusterForm.Local ? Path.Combine(Local, "files") : Path.Combine(Home, "cluster"));

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

    /// <exception cref="LaunchProblemException">The workers would find no images.</exception>
    public void RequireData()
    {
        if (FashionMnistFiles.All.Where(file => !File.Exists(Path.Combine(Data, file.Name))).Select(file => file.Name)
            .ToList() is { Count: > 0 } missing)
        {
            throw new LaunchProblemException(
                $"{Data} lacks {string.Join(", ", missing)}; run build/fetch on Debian or Ubuntu, or name the folder "
                + "of Fashion-MNIST in --Parameters:data-folder.",
                LaunchProblemException.Unavailable);
        }
    }

    /// <summary>A file as a person names it: from where they are, or from the root.</summary>
    public string Find(string file) => File.Exists(file) ? Path.GetFullPath(file) : Path.GetFullPath(Path.Combine(Root, file));

    private string? Given(string parameter) =>
        configuration[$"Parameters:{parameter}"] is { Length: > 0 } folder ? Path.GetFullPath(Path.Combine(Root, folder)) : null;
}
