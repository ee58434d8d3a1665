using System.Globalization;
using System.Text.Json;
using VggSweep.Client;
using VggSweep.Core;
using VggSweep.Core.Api;

namespace VggSweep.AppHost.Commands;

/// <summary><b>Launch sweep</b>: a file of <c>sweeps/</c> or a pasted text becomes a sweep of the cluster.</summary>
internal sealed class LaunchCommand(IResourceWithEndpoints coordinator, Folders folders)
{
    public const string Name = "launch-sweep";

    public const string File = "file";
    public const string Yaml = "yaml";
    public const string SweepName = "name";
    public const string Priority = "priority";

    private const int LongestText = 200_000;

    public CommandOptions Options => new()
    {
        Description = "Launch sweep from YAML or from a file of sweeps/", // The dashboard shows it in the place of the button's name.
        IconName = "Rocket",
        IsHighlighted = true,

        // The text first: the dialog puts the cursor into its first input, and fails on a list that is still being loaded.
        Arguments =
        [
            new InteractionInput
            {
                Name = Yaml,
                Label = "YAML",
                InputType = InputType.Text,
                MaxLength = LongestText,
                Placeholder = "{ name: …, network: { … }, parameters: { … } }",
            },
            new InteractionInput
            {
                Name = File, Label = "or a file of sweeps/", InputType = InputType.Choice,
                Placeholder = "No file", // Without it the dialog chooses the first file, and no YAML could be launched.
                DynamicLoading = new InputLoadOptions { AlwaysLoadOnStart = true, LoadCallback = LoadFilesAsync },
            },
            new InteractionInput { Name = SweepName, Label = "Name (default: the file's)", InputType = InputType.Text },
            new InteractionInput { Name = Priority, Label = "Priority (default: the file's)", InputType = InputType.Number },
        ],
        ValidateArguments = ValidateAsync,
        UpdateState = context => CommandStates.WhenHealthy(context),
    };

    public async Task<ExecuteCommandResult> ExecuteAsync(ExecuteCommandContext context)
    {
        try
        {
            using var api = CoordinatorApi.At(coordinator);
            var text = Read(context.Arguments);
            var submitted = await api.SubmitAsync(text.Yaml, text.Source, PriorityOf(context.Arguments), context.CancellationToken);
            return CommandResults.Success(
                $"Sweep {submitted.Sweep} submitted: {Words.Count(submitted.Trials, "trial")}.",
                JsonSerializer.Serialize(submitted, ApiJson.Options), CommandResultFormat.Json);
        }
        catch (CoordinatorProblemException problem)
        {
            return CommandResults.Failure(problem.Message);
        }
    }

    /// <summary>A bad file is refused with all its mistakes, in the dialog and before anything is asked of the cluster.</summary>
    /// <returns>Each with its input. One by one: the dialog shows a line break as a space.</returns>
    public IEnumerable<(string Input, string Message)> MistakesOf(InteractionInputCollection inputs)
    {
        if (IsGiven(inputs, File) == IsGiven(inputs, Yaml))
        {
            return [(File, "Choose a file, or give YAML.")];
        }

        if (IsGiven(inputs, Priority) && PriorityOf(inputs) is null)
        {
            return [(Priority, "Give a whole number.")];
        }

        try
        {
            return Read(inputs).Mistakes.Select(mistake => (IsGiven(inputs, File) ? File : Yaml, mistake)).ToList();
        }
        catch (IOException exception)
        {
            return [(File, exception.Message)];
        }
    }

    private Task ValidateAsync(InputsDialogValidationContext context)
    {
        foreach (var (input, message) in MistakesOf(context.Inputs))
        {
            context.AddValidationError(input, message);
        }

        return Task.CompletedTask;
    }

    private Task LoadFilesAsync(LoadInputContext context)
    {
        context.Input.Options =
        [
            .. Directory.EnumerateFiles(folders.Sweeps, "*.yaml").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)
                .Select(file => KeyValuePair.Create(file, file)),
        ];
        return Task.CompletedTask;
    }

    private SweepText Read(InteractionInputCollection inputs)
    {
        var text = IsGiven(inputs, File)
            ? new SweepText(
                System.IO.File.ReadAllText(Path.Combine(folders.Sweeps, Path.GetFileName(inputs.GetString(File)!))),
                inputs.GetString(File)!)
            : new SweepText(inputs.GetString(Yaml)!, "pasted");
        return text.Named(inputs.GetString(SweepName));
    }

    private static bool IsGiven(InteractionInputCollection inputs, string name) => !string.IsNullOrWhiteSpace(inputs.GetString(name));

    private static int? PriorityOf(InteractionInputCollection inputs) =>
        int.TryParse(inputs.GetString(Priority), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var priority)
            ? priority
            : null;
}
