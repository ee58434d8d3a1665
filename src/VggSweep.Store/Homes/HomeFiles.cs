namespace VggSweep.Store;

/// <summary>
/// Looks for files of a home and tells a missing one from one that this user may not see: <see cref="File.Exists"/>
/// says no to both.
/// </summary>
public static class HomeFiles
{
    /// <returns>The bytes of the file, 0 for a folder; null when there is none.</returns>
    /// <exception cref="StoreProblemException">This user may not look into the home.</exception>
    public static long? Length(string home, string name)
    {
        try
        {
            var path = Path.Combine(home, name);
            return File.GetAttributes(path).HasFlag(FileAttributes.Directory) ? 0 : new FileInfo(path).Length;
        }
        catch (UnauthorizedAccessException exception)
        {
            throw Forbidden(home, exception);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <exception cref="StoreProblemException">This user may not read the file.</exception>
    internal static void RequireReadable(string home, string name)
    {
        try
        {
            using var file = File.OpenRead(Path.Combine(home, name));
        }
        catch (UnauthorizedAccessException exception)
        {
            throw Forbidden(home, exception);
        }
        catch (IOException)
        {
            // Some other trouble, which the caller knows more of.
        }
    }

    private static StoreProblemException Forbidden(string home, Exception exception) => new(
        StoreProblemKind.Forbidden,
        $"{home}: this user may not read it; ask its owner for access, or name another home with --home.", exception);
}
