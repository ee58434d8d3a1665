using VggSweep.AppHost.Forms;

namespace VggSweep.AppHost.Tests;

/// <summary>Containers, local programs or one program: what is asked for, what a home remembers, what this machine can.</summary>
public sealed class ChoiceOfForm
{
    private static readonly ContainerRuntime Docker = new("docker", Answers: true, "");
    private static readonly ContainerRuntime NoDocker = new("docker", Answers: false, "docker is not installed");

    [Fact]
    public void A_new_home_gets_containers_where_a_runtime_answers_and_else_local_programs()
    {
        Assert.Equal(
            "Form: containers, since docker answers; change it with --form containers, local or embedded.",
            Decide(null, null, Docker).Line);
        Assert.Equal(
            "Form: local, since no container runtime answers (docker is not installed); change it with --form "
            + "containers, local or embedded.",
            Decide(null, null, NoDocker).Line);
    }

    [Fact]
    public void Without_a_runtime_and_servers_the_fetch_command_and_the_embedded_form_are_named()
    {
        var problem = Assert.Throws<LaunchProblemException>(() => Decide(null, null, NoDocker, "Redis"));
        Assert.Equal(LaunchProblemException.Unavailable, problem.ExitCode);
        Assert.StartsWith(
            "No container runtime answers (docker is not installed), and Redis is neither on the PATH", problem.Message,
            StringComparison.Ordinal);
        Assert.Contains("run build/fetch", problem.Message, StringComparison.Ordinal);
        Assert.EndsWith("Or choose --form embedded (one program on SQLite).", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("containers")]
    [InlineData("local")]
    [InlineData("embedded")]
    public void A_home_keeps_its_form_whatever_the_machine_can_today(string form)
    {
        var remembered = FormChoice.Parse(form, "home");
        var choice = Decide(null, remembered, remembered is ClusterForm.Containers ? NoDocker : Docker);
        Assert.Equal($"Form: {form}, as this home ran last; change it with --form containers, local or embedded.", choice.Line);
    }

    [Fact]
    public void A_home_of_containers_is_not_started_on_another_database_when_the_runtime_is_down()
    {
        var problem = Assert.Throws<LaunchProblemException>(
            () => Decide(null, ClusterForm.Containers, NoDocker).RequireRuntime(() => NoDocker));
        Assert.Equal(
            "The form is containers, as this home ran last; change it with --form containers, local or embedded. No "
            + "container runtime answers (docker is not installed). " +
            "Start it, or choose --form local (the same servers as programs of this machine) or --form embedded (one "
            + "program on SQLite); each form has its own database.",
            problem.Message);
        Decide(null, ClusterForm.Containers, Docker).RequireRuntime(() => Docker);
        Decide(ClusterForm.Local, ClusterForm.Containers, NoDocker).RequireRuntime(() => NoDocker);
    }

    [Fact]
    public void A_home_of_local_programs_names_the_servers_that_are_missing()
    {
        var problem = Assert.Throws<LaunchProblemException>(() => Decide(null, ClusterForm.Local, Docker, "PostgreSQL", "Redis"));
        Assert.Contains("PostgreSQL and Redis are neither on the PATH", problem.Message, StringComparison.Ordinal);
        Assert.Contains("run build/fetch", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_switch_changes_the_form_and_says_where_the_sweeps_are()
    {
        Assert.Equal("Form: embedded, as the command line says.", Decide(ClusterForm.Embedded, null, Docker).Line);
        Assert.Equal(
            "Form: local, as the command line says; the sweeps of this home's containers form stay there, and --form "
            + "containers returns to them.",
            Decide(ClusterForm.Local, ClusterForm.Containers, Docker).Line);
    }

    [Fact]
    public void A_home_remembers_its_form_in_a_file()
    {
        var home = Directory.CreateTempSubdirectory("vggsweep-form-");
        var form = new HomeForm(home.FullName);
        Assert.Null(form.Read());
        form.Write(ClusterForm.Local);
        Assert.Equal(ClusterForm.Local, form.Read());
        File.WriteAllText(Path.Combine(home.FullName, "form"), "cloud");
        Assert.Contains(
            "is 'cloud'; give containers, local or embedded",
            Assert.Throws<LaunchProblemException>(() => form.Read()).Message, StringComparison.Ordinal);
        home.Delete(recursive: true);
    }

    [Theory]
    [InlineData("--form local --sweep a.yaml --x 1", "local", "a.yaml", "--x 1")]
    [InlineData("--form=containers --sweep=a.yaml", "containers", "a.yaml", "")]
    [InlineData("--embedded", "embedded", null, "")]
    [InlineData("--embedded --form embedded", "embedded", null, "")]
    [InlineData("--operation run", null, null, "--operation run")]
    public void The_command_line_names_a_form_and_a_sweep(string line, string? form, string? sweep, string rest)
    {
        var launch = LaunchOptions.Read(line.Split(' '));
        Assert.Equal(
            (form, sweep, rest),
            (launch.Form is { } given ? FormChoice.Name(given) : null, launch.Sweep, string.Join(' ', launch.Rest)));
    }

    [Theory]
    [InlineData("--form cloud", "--form is 'cloud'; give containers, local or embedded.")]
    [InlineData("--form", "--form needs a value.")]
    [InlineData("--sweep", "--sweep needs a value.")]
    [InlineData("--form local --embedded", "The command line names two forms; give one of --form and --embedded.")]
    public void A_command_line_that_cannot_be_is_refused(string line, string message)
    {
        var problem = Assert.Throws<LaunchProblemException>(() => LaunchOptions.Read(line.Split(' ')));
        Assert.Equal((message, LaunchProblemException.Usage), (problem.Message, problem.ExitCode));
    }

    private static FormChoice Decide(ClusterForm? given, ClusterForm? remembered, ContainerRuntime runtime, params string[] missing) =>
        FormChoice.Decide(given, remembered, () => runtime, () => missing);
}
