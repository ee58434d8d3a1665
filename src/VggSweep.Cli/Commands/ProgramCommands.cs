using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using VggSweep.Coordinator;
using VggSweep.Worker;

namespace VggSweep.Cli.Commands;

/// <summary>The programs of a cluster, and what their configuration needs.</summary>
internal static class ProgramCommands
{
    public static Command Coordinator() => Create("coordinator", "Runs a coordinator of a cluster until it is stopped; docs/operations.md has its configuration.", CoordinatorProgram.RunAsync);

    public static Command Worker() => Create("worker", "Runs a worker of a cluster until it is stopped or drained; docs/operations.md has its configuration.", WorkerProgram.RunAsync);

    public static Command ApiKey()
    {
        var command = new Command("api-key", "Makes a key for the HTTP API, and the hash that the coordinator's configuration takes.");
        command.SetAction(_ =>
        {
            var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
            Console.Out.WriteLine($"key   {key}");
            Console.Out.WriteLine($"hash  {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}");
            Terminal.Say($"Give callers the key as {SourceOptions.KeyVariable}, and the coordinator the hash as VggSweep__ApiKeyHashes__0.");
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Create(string name, string description, Func<string[], Task<int>> run)
    {
        var settings = new Argument<string[]>("SETTINGS") { Description = "Configuration as KEY=VALUE or --KEY VALUE, beside the environment.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command(name, description) { settings };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, _) => run([.. parsed.GetValue(settings) ?? [], .. parsed.UnmatchedTokens]));
        return command;
    }
}
