namespace VggSweep.AppHost.Forms;

/// <summary>The form that a home ran as last: a file in it, with one word.</summary>
internal sealed class HomeForm(string home)
{
    private string File => Path.Combine(home, "form");

    /// <returns>Null where no form has run.</returns>
    /// <exception cref="LaunchProblemException">Something else is in the file.</exception>
    public ClusterForm? Read() => System.IO.File.Exists(File) ? FormChoice.Parse(System.IO.File.ReadAllText(File).Trim(), File) : null;

    public void Write(ClusterForm form)
    {
        Directory.CreateDirectory(home);
        System.IO.File.WriteAllText(File, $"{FormChoice.Name(form)}\n");
    }
}
