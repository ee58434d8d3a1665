using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace VggSweep.ServiceDefaults;

/// <summary>One sentence for an exception that a library has thrown at a bad configuration.</summary>
internal static partial class ConfigurationFault
{
    private const int ShortestValue = 2;

    /// <param name="configuration">Searched for the keys whose values the exception quotes; null before there is one.</param>
    public static string Describe(Exception exception, IConfiguration? configuration)
    {
        // The outermost names what was read (a file, an address), the innermost what is wrong with it.
        var messages = Chain(exception).Select(one => OneLine(one.Message)).ToList();
        var text = messages[0].Contains(messages[^1], StringComparison.Ordinal)
            ? messages[0]
            : $"{messages[0].TrimEnd('.')}: {messages[^1]}";
        var keys = Quoted(messages, configuration).Take(3).ToList();
        return keys.Count == 0 ? $"The program cannot start with its configuration: {text}" : $"{string.Join(", ", keys)}: {text}";
    }

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (var at = exception; at is not null; at = at.InnerException)
        {
            if (at is not AggregateException)
            {
                yield return at;
            }
        }
    }

    private static IEnumerable<string> Quoted(IReadOnlyList<string> messages, IConfiguration? configuration) =>
        from pair in configuration?.AsEnumerable() ?? []
        let value = pair.Value is null ? "" : OneLine(pair.Value)
        where value.Length >= ShortestValue && messages.Any(message => IsQuoted(message, value))
        select Settings.Named(pair.Key);

    private static bool IsQuoted(string message, string value) =>
        message.Contains($"'{value}'", StringComparison.Ordinal) || message.Contains($"\"{value}\"", StringComparison.Ordinal);

    private static string OneLine(string message) => Spaces().Replace(message, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
