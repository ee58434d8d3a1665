using System.CommandLine;
using VggSweep.Cli.Commands;
using VggSweep.Client;
using VggSweep.Results.Answers;
using VggSweep.ServiceDefaults;
using VggSweep.Store;
using VggSweep.Worker.Trainers;

namespace VggSweep.Cli;

/// <summary>Runs the command that the arguments name, and turns what ends it early into a sentence and an exit code.</summary>
internal static class CommandRunner
{
    public static async Task<int> RunAsync(RootCommand root, SourceOptions options, string[] args)
    {
        // No response files: a text that begins with @ is a name like any other.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            return UsageErrors.Tell(parsed);
        }

        try
        {
            options.RequireOne(parsed);

            // The commands that take long answer Ctrl-C themselves.
            var code = await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
            return code == ExitCode.Ok && StandardStreams.OutputFailure is { } failure ? OutputFailed(parsed, failure) : code;
        }
        catch (CommandFailure failure)
        {
            Terminal.Say(failure.Message);
            return failure.ExitCode;
        }
        catch (QuestionException mistake)
        {
            Terminal.Say(mistake.Message);
            return ExitCode.Usage;
        }
        catch (TrainerStartException exception)
        {
            Terminal.Say(exception.Message);
            return ExitCode.Unavailable;
        }
        catch (ConfigurationProblemException problem)
        {
            Terminal.Say(problem.Message);
            return problem.ExitCode;
        }
        catch (CoordinatorProblemException problem)
        {
            Terminal.Say(problem.Message);
            return ExitCodeOf(problem.Kind);
        }
        catch (Exception exception) when (
            StoreProblemException.Recognize(exception, HomeFolder.At(parsed.GetValue(options.Home)!).Root) is { } problem)
        {
            Terminal.Say(problem.Message);
            return ExitCodeOf(problem.Kind);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return ProgramFault.Tell(exception);
        }
    }

    /// <summary>A sweep is trained all the same, and the log has its summary; of the other commands the output is all there is.</summary>
    private static int OutputFailed(ParseResult parsed, string failure)
    {
        Terminal.Say(failure);
        return parsed.CommandResult.Command.Name is "run" or "resume" or "train" ? ExitCode.Ok : ExitCode.DiskFull;
    }

    private static int ExitCodeOf(CoordinatorProblemKind kind) => kind switch
    {
        CoordinatorProblemKind.Usage => ExitCode.Usage,
        CoordinatorProblemKind.BadFile => ExitCode.BadSpec,
        CoordinatorProblemKind.Refused => ExitCode.NoInput,
        _ => ExitCode.Unavailable,
    };

    public static int ExitCodeOf(StoreProblemKind kind) => kind switch
    {
        StoreProblemKind.ReadOnly or StoreProblemKind.Forbidden => ExitCode.ReadOnlyHome,
        StoreProblemKind.DiskFull => ExitCode.DiskFull,
        StoreProblemKind.InUse => ExitCode.HomeInUse,
        StoreProblemKind.NoLocks => ExitCode.NoLocks,
        StoreProblemKind.OtherVersion => ExitCode.OtherVersion,
        StoreProblemKind.Unreachable or StoreProblemKind.Refused => ExitCode.Unavailable,
        StoreProblemKind.OtherCluster => ExitCode.OtherVersion,
        StoreProblemKind.Missing => ExitCode.NoInput,
        StoreProblemKind.Damaged => ExitCode.DamagedHome,
        _ => ExitCode.Bug,
    };
}
