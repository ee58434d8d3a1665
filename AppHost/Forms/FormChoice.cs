namespace VggSweep.AppHost.Forms;

/// <summary>Which form runs, and why.</summary>
/// <param name="Reason">The rest of a sentence that begins with the form.</param>
/// <param name="Runtime">The container runtime, where the choice asked for it.</param>
internal sealed record FormChoice(ClusterForm Form, string Reason, ContainerRuntime? Runtime = null)
{
    private const string Switches = "--form containers, local or embedded";

    /// <summary>One line, for the console and the dashboard.</summary>
    public string Line => $"Form: {Name(Form)}, {Reason}.";

    /// <summary>As the switch and the home write it.</summary>
    public static string Name(ClusterForm form) => form.ToString().ToLowerInvariant();

    /// <exception cref="LaunchProblemException">It is none.</exception>
    public static ClusterForm Parse(string text, string source) =>
        Enum.GetValues<ClusterForm>().Cast<ClusterForm?>().FirstOrDefault(form => Name(form!.Value) == text)
        ?? throw new LaunchProblemException($"{source} is '{text}'; give containers, local or embedded.", LaunchProblemException.Usage);

    /// <summary>
    /// What the command line says, else what the home remembers, else containers where a runtime answers, else local programs.
    /// A home never changes its form by itself: each form has a database of its own.
    /// </summary>
    /// <param name="given">By the command line.</param>
    /// <param name="remembered">By the home.</param>
    /// <param name="runtime">Looks for a container runtime; asked only where it decides.</param>
    /// <param name="missing">Names the servers that this machine lacks; asked only where it matters.</param>
    /// <exception cref="LaunchProblemException">Servers are missing.</exception>
    public static FormChoice Decide(
        ClusterForm? given, ClusterForm? remembered, Func<ContainerRuntime> runtime, Func<IReadOnlyList<string>> missing)
    {
        if ((given ?? remembered) is not { } form)
        {
            return First(runtime(), missing);
        }

        var reason = given is null ? $"as this home ran last; change it with {Switches}"
            : remembered is null || remembered == given ? "as the command line says"
            : $"as the command line says; the sweeps of this home's {Name(remembered.Value)} form stay there, and "
                + $"--form {Name(remembered.Value)} returns to them";
        return form is ClusterForm.Local && missing() is { Count: > 0 } servers
            ? throw Missing($"The form is local, {reason}. {Lacks(servers)}. Or choose {Others(form)}.")
            : new(form, reason);
    }

    /// <summary>Before containers are started: a model can be made without a runtime.</summary>
    /// <exception cref="LaunchProblemException">None answers.</exception>
    public void RequireRuntime(Func<ContainerRuntime> runtime)
    {
        if (Form is ClusterForm.Containers && (Runtime ?? runtime()) is { Answers: false } silent)
        {
            throw Missing(
                $"The form is containers, {Reason}. No container runtime answers ({silent.Reason}). Start it, or choose {Others(Form)}.");
        }
    }

    /// <summary>The other forms by their switches, with what changes.</summary>
    public static string Others(ClusterForm form) =>
        string.Join(" or ", Enum.GetValues<ClusterForm>().Where(other => other != form).Select(other => other switch
    {
        ClusterForm.Containers => "--form containers",
        ClusterForm.Local => "--form local (the same servers as programs of this machine)",
        _ => "--form embedded (one program on SQLite)",
    })) + "; each form has its own database";

    private static FormChoice First(ContainerRuntime runtime, Func<IReadOnlyList<string>> missing)
    {
        if (runtime.Answers)
        {
            return new(ClusterForm.Containers, $"since {runtime.Name} answers; change it with {Switches}", runtime);
        }

        return missing() is { Count: > 0 } servers
            ? throw Missing(
                $"No container runtime answers ({runtime.Reason}), and {Lacks(servers)}. Or choose --form embedded "
                + "(one program on SQLite).")
            : new(ClusterForm.Local, $"since no container runtime answers ({runtime.Reason}); change it with {Switches}");
    }

    private static string Lacks(IReadOnlyList<string> servers) =>
        $"{string.Join(" and ", servers)} {(servers.Count == 1 ? "is" : "are")} {Servers.ServerPrograms.Remedy}";

    private static LaunchProblemException Missing(string message) => new(message, LaunchProblemException.Unavailable);
}
