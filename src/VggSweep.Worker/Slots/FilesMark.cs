using System.Security.Cryptography;
using VggSweep.ServiceDefaults;

namespace VggSweep.Worker.Slots;

/// <summary>
/// A file in the shared folder that tells it from any other. A path that is right on one machine may be an empty mount
/// point on another, or become one when the mount is lost, and files written there would be seen by nobody else.
/// </summary>
internal sealed class FilesMark(WorkerOptions options)
{
    public const string Name = ".vggsweep-files";

    private readonly string file = Path.Combine(options.FilesFolder, Name);
    private string? expected;
    private bool isOurs;

    /// <summary>What identifies the folder; written if nothing does yet.</summary>
    /// <exception cref="ConfigurationProblemException">The folder cannot be written to.</exception>
    public string ReadOrWrite()
    {
        var own = $"{file}.{Environment.ProcessId}";
        try
        {
            if (!File.Exists(file))
            {
                // When two workers write at once, one mark stays, and both read it afterwards.
                File.WriteAllText(own, RandomNumberGenerator.GetHexString(16, lowercase: true));
                File.Move(own, file, overwrite: false);
                isOurs = true;
            }
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(own);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationProblemException(
                $"VggSweep__Worker__Files: {options.FilesFolder} cannot be written to: {exception.Message}");
        }

        return expected = File.ReadAllText(file).Trim();
    }

    /// <summary>Takes back a mark written into a folder that turned out not to be the cluster's.</summary>
    public void Withdraw()
    {
        if (isOurs)
        {
            File.Delete(file);
        }
    }

    /// <exception cref="FilesAwayException">What is mounted there now is not the folder the worker joined with.</exception>
    public void Require()
    {
        var found = Read();
        if (found != expected)
        {
            throw new FilesAwayException(
                $"{options.FilesFolder} is not the cluster's shared folder: {Name} "
                + $"{(found is null ? "is missing" : $"says {found}, not {expected}")}; mount it again");
        }
    }

    private string? Read()
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FilesAwayException($"{options.FilesFolder} cannot be read: {exception.Message}", exception);
        }
    }
}
