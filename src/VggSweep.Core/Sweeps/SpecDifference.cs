namespace VggSweep.Core.Sweeps;

/// <summary>Something in a changed file that a sweep cannot take over.</summary>
/// <param name="Path">As in sweep files, <c>training.images</c>.</param>
/// <param name="Old">As the sweep has it.</param>
/// <param name="New">As the file has it.</param>
[GenerateSerializer]
public sealed record SpecDifference(string Path, string Old, string New)
{
    public override string ToString() => $"{Path}: {Old} -> {New}";
}
