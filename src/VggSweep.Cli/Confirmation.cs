using System.CommandLine;

namespace VggSweep.Cli;

/// <summary>Asks before something is destroyed, where a person is there to answer; a script is taken at its word.</summary>
/// <param name="input">Where the answer comes from.</param>
/// <param name="isWatched">Whether a person sees the question and types the answer.</param>
internal sealed class Confirmation(TextReader input, bool isWatched)
{
    public static Confirmation OfTerminal => new(Console.In, !Console.IsInputRedirected && !Console.IsErrorRedirected);

    public static Option<bool> Yes() => new("--yes", "-y") { Description = "Do not ask for confirmation." };

    /// <param name="action">What will happen and where, as <c>Delete tiny-1 in /home/me/.vggsweep</c>.</param>
    /// <exception cref="CommandFailure">The person does not want it.</exception>
    public void Require(string action, bool yes)
    {
        if (yes || !isWatched)
        {
            Terminal.Say($"{action}.");
            return;
        }

        Console.Error.Write($"{action}? [y/N] ");
        if (input.ReadLine()?.Trim() is not ("y" or "Y" or "yes"))
        {
            throw new CommandFailure(ExitCode.Interrupted, "Nothing changed.");
        }
    }
}
