using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using VggSweep.Coordinator;
using VggSweep.Worker;

namespace VggSweep.Cli.Commands;

/// <summary>The programs of a cluster, and what their configuration needs.</summary>
internal static class ProgramCommands
{
    public static Command Coordinator() => Create(
        "coordinator", "Run a cluster's coordinator until stopped; docs/operations.md lists its configuration.",
        CoordinatorProgram.RunAsync);

    public static Command Worker() => Create(
        "worker", "Run a cluster's worker until stopped or drained; docs/operations.md lists its configuration.",
        WorkerProgram.RunAsync);

    public static Command ApiKey()
    {
        var command = new Command("api-key", "Create a key for the HTTP API, and the hash for the coordinator's configuration.");
        command.SetAction(_ =>
        {
            var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
            Console.Out.WriteLine($"key   {key}");
            Console.Out.WriteLine($"hash  {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}");
            Terminal.Say(
                $"Clients take the key from {SourceOptions.KeyVariable}, the coordinator the hash from VggSweep__ApiKeyHashes__0.");
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Create(string name, string description, Func<string[], Task<int>> run)
    {
        var settings = new Argument<string[]>("SETTINGS")
        {
            Description = "Configuration as KEY=VALUE or --KEY VALUE, on top of the environment.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command(name, description) { settings };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, _) => run([.. parsed.GetValue(settings) ?? [], .. parsed.UnmatchedTokens]));
        return command;
    }
}
