namespace VggSweep.Core.Sweeps;

/// <summary>Another parameter that has one of some values.</summary>
public sealed record Condition(string Key, IReadOnlyList<object> Values)
{
    /// <param name="value">Of that parameter; null where a configuration has none.</param>
    public bool Holds(object? value) => value is not null && Values.Contains(value);
}
