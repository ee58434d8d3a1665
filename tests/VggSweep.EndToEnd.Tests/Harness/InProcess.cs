using System.Reflection;
using VggSweep.Cli;

namespace VggSweep.EndToEnd.Tests.Harness;

/// <summary>
/// The real program without a process of its own: only for tests of the collection <see cref="Alone"/>, since console
/// and folder are the process's.
/// </summary>
internal static class InProcess
{
    /// <returns>Its exit code and what it said; 134 and a stack trace where it would have crashed.</returns>
    public static async Task<(int Code, string Output)> RunAsync(string folder, params string[] words)
    {
        var (output, error, here) = (Console.Out, Console.Error, Environment.CurrentDirectory);
        using var said = new StringWriter();
        try
        {
            Console.SetOut(said);
            Console.SetError(said);
            Environment.CurrentDirectory = folder;
            var code = await Task.Run(() => (int)typeof(ExitCode).Assembly.EntryPoint!.Invoke(null, [words])!);
            return (code, said.ToString());
        }
        catch (TargetInvocationException exception)
        {
            return (134, $"   at {exception.InnerException}");
        }
        finally
        {
            Environment.CurrentDirectory = here;
            Console.SetOut(output);
            Console.SetError(error);
        }
    }
}
