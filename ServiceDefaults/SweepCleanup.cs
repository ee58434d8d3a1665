namespace VggSweep.ServiceDefaults;

/// <summary>
/// What a cleanup deletes, or has deleted, and what it leaves alone. Paths are relative to the folder that holds
/// <c>sweeps</c>.
/// </summary>
/// <param name="Files">In the order in which they are deleted.</param>
/// <param name="Folders">Removed afterwards if they are empty, inner ones first.</param>
/// <param name="Left">Foreign entries, links, and files that could not be deleted. The content of foreign folders is not listed.</param>
public sealed record SweepCleanup(IReadOnlyList<SweepFile> Files, IReadOnlyList<string> Folders, IReadOnlyList<LeftAlone> Left)
{
    public long Bytes => Files.Sum(file => file.Bytes);
}

public sealed record SweepFile(string Path, long Bytes);

/// <param name="IsOurs">Whether it should have been deleted.</param>
public sealed record LeftAlone(string Path, string Reason, bool IsOurs = false)
{
    public override string ToString() => $"{Path}: {Reason}";
}
