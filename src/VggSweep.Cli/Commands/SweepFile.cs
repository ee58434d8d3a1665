using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.Cli.Commands;

/// <summary>A sweep file on its way from the disk to a spec.</summary>
internal static class SweepFile
{
    /// <returns>The file's text and what it says.</returns>
    /// <exception cref="CommandFailure">There is no such file, or it has mistakes; all of them are told.</exception>
    public static async Task<(string Yaml, SweepSpec Spec)> ReadAsync(string file)
    {
        var (yaml, reading) = await TextAsync(file);
        var name = file == "-" ? "<stdin>" : file;
        return reading.Spec is { } spec
            ? (yaml, spec)
            : throw new CommandFailure(ExitCode.BadSpec, string.Join('\n', reading.Errors.Select(error => error.Format(name))));
    }

    private static async Task<(string Yaml, SpecReading Reading)> TextAsync(string file)
    {
        if (Directory.Exists(file))
        {
            throw new CommandFailure(ExitCode.NoInput, $"{file}: is a folder; give a sweep file, such as sweeps/quickstart.yaml.");
        }

        try
        {
            await using var stream = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
            return await SpecText.ReadAsync(stream);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandFailure(ExitCode.NoInput, $"{file}: no such file; give a sweep file, such as sweeps/quickstart.yaml.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.NoInput, $"{file}: cannot be read: {exception.Message}");
        }
    }
}
