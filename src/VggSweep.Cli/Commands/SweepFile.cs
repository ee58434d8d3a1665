using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.Cli.Commands;

/// <summary>A sweep file on its way from the disk to a spec.</summary>
internal static class SweepFile
{
    /// <returns>The file's text and what it says.</returns>
    /// <exception cref="CommandFailure">There is no such file, or it has mistakes; all of them are told.</exception>
    public static (string Yaml, SweepSpec Spec) Read(string file)
    {
        var yaml = Text(file);
        var name = file == "-" ? "<stdin>" : file;
        var result = SweepSpecReader.Read(yaml);
        return result.Spec is { } spec
            ? (yaml, spec)
            : throw new CommandFailure(ExitCode.BadSpec, string.Join('\n', result.Errors.Select(error => error.Format(name))));
    }

    private static string Text(string file)
    {
        try
        {
            return file == "-" ? Console.In.ReadToEnd() : File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandFailure(ExitCode.NoInput, $"{file}: there is no such file; name a sweep file, as sweeps/quickstart.yaml.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.NoInput, $"{file}: cannot be read: {exception.Message}");
        }
    }
}
