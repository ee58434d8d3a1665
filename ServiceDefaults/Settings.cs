using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using VggSweep.Core;

namespace VggSweep.ServiceDefaults;

/// <summary>
/// Binds a section of the configuration to options, property by property, and validates them: a bad value ends in a sentence
/// that names its key. Empty values count as unset. Durations are read by <see cref="DurationText"/>.
/// </summary>
public static class Settings
{
    /// <exception cref="ConfigurationProblemException">A value has the wrong form or is out of range.</exception>
    public static T Read<T>(IConfiguration configuration, string section)
        where T : new()
    {
        var options = new T();
        Bind(configuration.GetSection(section), options);
        return options;
    }

    /// <inheritdoc cref="Read"/>
    public static void Bind(IConfigurationSection section, object options)
    {
        foreach (var property in options.GetType().GetProperties().Where(property => property.SetMethod is { IsPublic: true }))
        {
            if (ValueOf(section.GetSection(property.Name), property) is { } value)
            {
                property.SetValue(options, value);
            }
        }
    }

    /// <summary>A key as environment variables spell it.</summary>
    public static string Named(string key) => key.Replace(":", "__", StringComparison.Ordinal);

    /// <returns>Null where nothing is set.</returns>
    private static object? ValueOf(IConfigurationSection given, PropertyInfo property)
    {
        var (name, type) = (Named(given.Path), property.PropertyType);
        if (type == typeof(IReadOnlyList<string>))
        {
            return string.IsNullOrEmpty(given.Value)
                ? given.Get<List<string>>() is { Count: > 0 } list ? list : null
                : throw new ConfigurationProblemException($"{name} is a list; set {name}__0 for its first value, {name}__1 for the next.");
        }

        if (given.Value is null && given.GetChildren().Any() && (type == typeof(string) || type.IsValueType))
        {
            throw new ConfigurationProblemException($"{name} takes one value, not a list; give {Expected(property)}.");
        }

        if (string.IsNullOrEmpty(given.Value))
        {
            return null;
        }

        return Convert(given, Nullable.GetUnderlyingType(type) ?? type) is { } value
            && property.GetCustomAttribute<RangeAttribute>()?.IsValid(value) is not false
            ? value
            : throw new ConfigurationProblemException($"{name} is '{given.Value}'; give {Expected(property)}.");
    }

    /// <returns>Null where the text is none of the type.</returns>
    private static object? Convert(IConfigurationSection given, Type type)
    {
        if (type == typeof(TimeSpan))
        {
            return DurationText.TryParse(given.Value!, out var duration) && duration > TimeSpan.Zero ? duration : null;
        }

        try
        {
            return given.Get(type);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Expected(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var form = type == typeof(TimeSpan) ? $"a duration ({DurationText.Examples})"
            : type == typeof(bool) ? "true or false"
            : type == typeof(int) || type == typeof(long) ? "a whole number"
            : type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}"
            : type.IsPrimitive ? "a number"
            : "a text";
        if (property.GetCustomAttribute<RangeAttribute>() is not { } range)
        {
            return form;
        }

        // The bounds are texts until the first value is looked at.
        _ = range.IsValid(null);
        return $"{form} from {Text(range.Minimum)} to {Text(range.Maximum)}";
    }

    /// <summary>Bounds of durations are written as configuration writes them.</summary>
    private static string Text(object bound) =>
        bound is TimeSpan duration ? DurationText.Format(duration) : string.Create(CultureInfo.InvariantCulture, $"{bound}");
}
