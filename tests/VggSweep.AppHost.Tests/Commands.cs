using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using VggSweep.AppHost.Commands;
using VggSweep.AppHost.Running;
using VggSweep.Core.Api;
using VggSweep.Core.Sweeps;

namespace VggSweep.AppHost.Tests;

/// <summary>The commands on the rows of the dashboard: what they take, what they refuse, and when they can be chosen.</summary>
public sealed class Commands
{
    private const string Good = "{ name: tiny, network: { arch: narrow, width: 4, resolution: 32, epochs: 1 }, "
        + "parameters: { seed: [1, 2] } }";

    [Fact]
    public void A_file_of_the_folder_or_a_pasted_text_can_be_launched_and_not_both()
    {
        Assert.Empty(Mistakes((LaunchCommand.File, "quickstart.yaml")));
        Assert.Empty(Mistakes((LaunchCommand.Yaml, Good), (LaunchCommand.Priority, "10")));
        Assert.Equal("Choose a file, or give YAML.", Assert.Single(Mistakes()));
        Assert.Equal(
            "Choose a file, or give YAML.",
            Assert.Single(Mistakes((LaunchCommand.File, "quickstart.yaml"), (LaunchCommand.Yaml, Good))));
    }

    [Fact]
    public void A_bad_text_is_refused_with_all_its_mistakes()
    {
        var mistakes = Mistakes((LaunchCommand.Yaml, Good.Replace("width: 4", "width: -4, lr: fast", StringComparison.Ordinal)));
        Assert.Equal(2, mistakes.Count);
        Assert.All(mistakes, mistake =>
        {
            Assert.StartsWith("pasted:1:", mistake, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', mistake); // The dialog shows a line break as a space.
        });
    }

    [Fact]
    public void The_dialog_opens_with_no_file_chosen() =>
        Assert.NotEmpty(Launch.Options.Arguments.Single(argument => argument.Name == LaunchCommand.File).Placeholder!);

    [Fact]
    public void Launch_sweep_is_a_button_under_its_own_name()
    {
        Assert.True(Launch.Options.IsHighlighted);
        Assert.StartsWith("Launch sweep", Launch.Options.Description, StringComparison.Ordinal); // The button's title and accessible name.
    }

    [Fact]
    public void The_dialog_begins_with_a_text_since_it_puts_the_cursor_there() =>
        Assert.Equal(InputType.Text, Launch.Options.Arguments[0].InputType);

    [Fact]
    public void A_name_that_is_none_and_a_priority_that_is_no_number_are_refused()
    {
        Assert.Single(Mistakes((LaunchCommand.File, "quickstart.yaml"), (LaunchCommand.SweepName, "../up")));
        Assert.Equal(
            "Give a whole number.",
            Assert.Single(Mistakes((LaunchCommand.File, "quickstart.yaml"), (LaunchCommand.Priority, "1.5"))));
    }

    [Fact]
    public void Another_name_takes_the_place_of_the_file_s()
    {
        Assert.Equal("# a\nname: other\nnetwork: {}", new SweepText("# a\nname: first # why\nnetwork: {}", "a.yaml").Named("other").Yaml);
        Assert.Equal("name: first", new SweepText("name: first", "a.yaml").Named("  ").Yaml);
        Assert.Equal("name: other\nnetwork: {}", new SweepText("network: {}", "a.yaml").Named("other").Yaml);
        Assert.Equal("{ network: {}, name: other}", new SweepText("{ network: {}, name: first }", "a.yaml").Named("other").Yaml);
        Assert.Equal("{ name: other,  network: {} }", new SweepText("{ network: {} }", "a.yaml").Named("other").Yaml);
    }

    [Fact]
    public async Task Commands_can_be_chosen_when_they_make_sense()
    {
        await using var app = await Given.ModelAsync("containers");
        var board = new SweepBoard();
        await using var services = new ServiceCollection().AddSingleton(board).BuildServiceProvider();
        var coordinator = app.Resource<ProjectResource>("coordinator");
        Assert.Equal(ResourceCommandState.Disabled, StateOf(services, coordinator, LaunchCommand.Name, KnownResourceStates.Starting));
        Assert.Equal(ResourceCommandState.Enabled, StateOf(services, coordinator, LaunchCommand.Name));
        Assert.Equal(ResourceCommandState.Enabled, StateOf(services, app.Resource<ProjectResource>("worker-1"), DrainCommand.Name));
        string[] ofSweeps = [SweepCommands.Pause, SweepCommands.Resume, SweepCommands.Cancel, SweepCommands.OpenReport];
        Assert.All(ofSweeps, command => Assert.Equal(ResourceCommandState.Disabled, StateOf(services, coordinator, command)));

        string[] Enabled(SweepState state)
        {
            board.Sweeps = [new ListedSweep("tiny-1", "tiny", state, 2, DateTimeOffset.UnixEpoch)];
            return [.. ofSweeps.Where(command => StateOf(services, coordinator, command) is ResourceCommandState.Enabled)];
        }

        Assert.Equal([SweepCommands.Pause, SweepCommands.Cancel, SweepCommands.OpenReport], Enabled(SweepState.Running));
        Assert.Equal([SweepCommands.Resume, SweepCommands.Cancel, SweepCommands.OpenReport], Enabled(SweepState.Paused));
        Assert.Equal([SweepCommands.OpenReport], Enabled(SweepState.Completed));
    }

    private static LaunchCommand Launch =>
        new(new ProjectResource("coordinator"), new Folders(Projects.AppHost.ProjectPath, new ConfigurationManager()));

    private static ResourceCommandState StateOf(IServiceProvider services, IResource resource, string command, string? state = null) =>
        resource.Command(command).UpdateState(new UpdateCommandStateContext
        {
            ResourceSnapshot = new CustomResourceSnapshot
            {
                ResourceType = "Project",
                Properties = [],
                State = state ?? KnownResourceStates.Running,
            },
            Services = services,
        });

    private static IReadOnlyList<string> Mistakes(params (string Name, string Value)[] given)
    {
        var launch = Launch;
        return [.. launch.MistakesOf(Inputs(launch.Options.Arguments, given)).Select(mistake => mistake.Message)];
    }

    private static InteractionInputCollection Inputs(IReadOnlyList<InteractionInput> arguments, (string Name, string Value)[] given) =>
        new([.. arguments.Select(argument => new InteractionInput
        {
            Name = argument.Name, InputType = argument.InputType, Value = given.FirstOrDefault(pair => pair.Name == argument.Name).Value,
        })]);
}
