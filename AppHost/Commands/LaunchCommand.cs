using System.Globalization;
using System.Text.Json;
using VggSweep.Client;
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
        Description = "Submits a sweep file; its trials are trained by the workers.",
        IconName = "Rocket",
        IsHighlighted = true,
        Arguments =
        [
            new InteractionInput
            {
                Name = File, Label = "File of sweeps/", InputType = InputType.Choice,
                DynamicLoading = new InputLoadOptions { AlwaysLoadOnStart = true, LoadCallback = LoadFilesAsync },
            },
            new InteractionInput { Name = Yaml, Label = "or YAML", InputType = InputType.Text, MaxLength = LongestText, Placeholder = "{ name: …, network: { … }, parameters: { … } }" },
            new InteractionInput { Name = SweepName, Label = "Name (the file's own)", InputType = InputType.Text },
            new InteractionInput { Name = Priority, Label = "Priority (the file's own)", InputType = InputType.Number },
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
                $"Sweep {submitted.Sweep} with {submitted.Trials} trials is on its way.", JsonSerializer.Serialize(submitted, ApiJson.Options), CommandResultFormat.Json);
        }
        catch (CoordinatorProblemException problem)
        {
            return CommandResults.Failure(problem.Message);
        }
    }

    /// <summary>A bad file is refused with all its mistakes, in the dialog and before anything is asked of the cluster.</summary>
    /// <returns>Each with the input that it stands at.</returns>
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
            return Read(inputs).Mistakes is { Count: > 0 } mistakes ? [(IsGiven(inputs, File) ? File : Yaml, string.Join('\n', mistakes))] : [];
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
            ? new SweepText(System.IO.File.ReadAllText(Path.Combine(folders.Sweeps, Path.GetFileName(inputs.GetString(File)!))), inputs.GetString(File)!)
            : new SweepText(inputs.GetString(Yaml)!, "pasted");
        return text.Named(inputs.GetString(SweepName));
    }

    private static bool IsGiven(InteractionInputCollection inputs, string name) => !string.IsNullOrWhiteSpace(inputs.GetString(name));

    private static int? PriorityOf(InteractionInputCollection inputs) =>
        int.TryParse(inputs.GetString(Priority), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var priority) ? priority : null;
}
