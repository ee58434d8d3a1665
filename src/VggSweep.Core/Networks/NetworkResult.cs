using System.Diagnostics.CodeAnalysis;

namespace VggSweep.Core.Networks;

/// <summary>A value, or what is wrong with the request and how to mend it.</summary>
public sealed record NetworkResult<T>
    where T : class
{
    internal NetworkResult(T? value, string message, string fix) => (Value, Message, Fix) = (value, message, fix);

    public T? Value { get; }

    public string Message { get; }

    public string Fix { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    public bool IsGood => Value is not null;
}

internal static class NetworkResult
{
    public static NetworkResult<T> Good<T>(T value)
        where T : class
        => new(value, "", "");

    public static NetworkResult<T> Bad<T>(string message, string fix)
        where T : class
        => new(null, message, fix);
}
