namespace VggSweep.Core.Sweeps.Parameters;

/// <summary>A key of a sweep file that has one value, or a list of them.</summary>
/// <param name="Example">For messages.</param>
/// <param name="About">For the JSON Schema.</param>
internal sealed record Setting(string Key, ValueKind Kind, string Example, string About, bool IsList = false)
{
    /// <summary>For the JSON Schema: the widest where another key decides which kind is read. Default: the kind.</summary>
    public ValueKind SchemaKind { get; init; } = Kind;
}
