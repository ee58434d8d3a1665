namespace VggSweep.Core.Sweeps.Reading;

/// <summary>Gathers the mistakes of one file.</summary>
internal sealed class SpecErrors
{
    /// <summary>More than this nobody reads; a file of a megabyte can hold a hundred thousand.</summary>
    private const int Most = 100;

    private readonly List<SpecError> errors = [];
    private int left;

    public bool Any => errors.Count > 0;

    /// <summary>In the order of the file; the last one counts those that were left out.</summary>
    public IReadOnlyList<SpecError> Sorted()
    {
        var sorted = errors.OrderBy(error => error.Line).ThenBy(error => error.Column).ToList();
        if (left > 0)
        {
            sorted.Add(sorted[^1] with { Path = "", Message = $"{left} more errors are not shown", Fix = "fix those above first" });
        }

        return sorted;
    }

    public void Add(SpecNode at, string path, string message, string fix) => Add(at.Line, at.Column, path, message, fix);

    public void Add(int line, int column, string path, string message, string fix) => Add(new SpecError(line, column, path, message, fix));

    public void Add(SpecError error)
    {
        if (errors.Count < Most)
        {
            errors.Add(error);
        }
        else
        {
            left++;
        }
    }
}
