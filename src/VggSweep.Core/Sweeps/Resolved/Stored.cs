using System.Diagnostics.CodeAnalysis;

namespace VggSweep.Core.Sweeps.Resolved;

/// <summary>
/// What a row's resolved form says, or why this program cannot read it. A value rather than an exception: one such row
/// must stop no other.
/// </summary>
public sealed record Stored<T>
    where T : class
{
    internal Stored(T? value, string problem) => (Value, Problem) = (value, problem);

    public T? Value { get; }

    /// <summary>A clause, as <c>its resolved form has version 2, and this program reads up to 1</c>; empty when it can be read.</summary>
    public string Problem { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    public bool IsReadable => Value is not null;
}

public static class Stored
{
    public static Stored<T> Unreadable<T>(string problem)
        where T : class
        => new(null, problem);

    internal static Stored<T> Readable<T>(T value)
        where T : class
        => new(value, "");
}
