using VggSweep.Core.Sweeps.Parameters;

namespace VggSweep.Core.Sweeps.Reading;

/// <summary>A group of keys in a sweep file, read key by key; mistakes are noted and a default goes on in their place.</summary>
internal sealed class SpecSection
{
    private readonly string path;
    private readonly SpecErrors errors;
    private readonly Dictionary<string, SpecNode> values = [];
    private readonly List<SpecNode.Scalar> keys = [];

    private SpecSection(string path, SpecNode at, SpecErrors errors)
    {
        this.path = path;
        this.errors = errors;
        At = at;
    }

    /// <summary>Its place among the keys, as <c>parameters.lr</c>; empty for the root.</summary>
    public string Path => path;

    /// <summary>Where the section stands.</summary>
    public SpecNode At { get; }

    /// <summary>The known keys that the file gives, in its order.</summary>
    public IEnumerable<(string Key, SpecNode Value)> Entries => keys.Select(key => (key.Text, values[key.Text]));

    /// <summary>Opens the root, or a section's section; unknown and repeated keys are noted.</summary>
    public static SpecSection Open(string path, SpecNode node, IReadOnlyCollection<string> known, SpecErrors errors)
    {
        var section = new SpecSection(path, node, errors);
        if (node is not SpecNode.Mapping mapping)
        {
            var what = path.Length == 0 ? "the file" : path;
            errors.Add(node, path, $"{what} cannot be {node.Description}", $"give keys, such as {known.First()}: …");
            return section;
        }

        foreach (var (key, value) in mapping.Entries)
        {
            section.Take(key, value, known);
        }

        return section;
    }

    /// <summary>A section within this one; an empty one when the file has none.</summary>
    public SpecSection Section(string key, IReadOnlyCollection<string> known) =>
        Find(key) is { } node ? Open(PathOf(key), node, known, errors) : Empty(key);

    /// <summary>A section without keys, whatever the file has there.</summary>
    public SpecSection Empty(string key) => new(PathOf(key), At, errors);

    /// <inheritdoc cref="Section(string, IReadOnlyCollection{string})"/>
    public SpecSection Section(SettingSection section) => Section(section.Key, [.. section.Settings.Select(setting => setting.Key)]);

    public SpecNode? Find(string key) => values.GetValueOrDefault(key);

    /// <summary>The key's value of that kind; null when the file has none or a wrong one, which is noted.</summary>
    public object? Read(Setting setting) =>
        Find(setting.Key) is { } node ? Value(node, PathOf(setting.Key), setting.Kind, setting.Example, errors) : null;

    /// <summary>As <see cref="Read"/>, of a kind of whole numbers.</summary>
    public int? ReadWhole(Setting setting) => (int?)(Read(setting) as long?);

    /// <summary>The key's list of values of that kind; null when the file has none. Wrong items are noted and left out.</summary>
    public IReadOnlyList<object>? ReadList(Setting setting)
    {
        if (Find(setting.Key) is not { } node)
        {
            return null;
        }

        var path = PathOf(setting.Key);
        if (node is SpecNode.Sequence list)
        {
            return [.. list.Items.Select((item, index) =>
                Value(item, $"{path}[{index}]", setting.Kind, setting.Example, errors)).OfType<object>()];
        }

        errors.Add(node, path, $"{path} cannot be {node.Description}", $"give a list, such as [{setting.Example}]");
        return null;
    }

    /// <summary>The value of a node, or null with the mistake noted.</summary>
    public static object? Value(SpecNode node, string path, ValueKind kind, string example, SpecErrors errors)
    {
        var value = node is SpecNode.Scalar scalar ? kind.Parse(scalar.Text) : null;
        if (value is null)
        {
            errors.Add(node, path, $"{path} cannot be {node.Description}", Mend(node, kind, example));
        }

        return value;
    }

    public string PathOf(string key) => path.Length == 0 ? key : $"{path}.{key}";

    private static string Mend(SpecNode node, ValueKind kind, string example) => kind switch
    {
        ValueKind.Choice choice when node is SpecNode.Scalar { Text.Length: > 0 } scalar =>
            NearestName.Mend(scalar.Text, [.. choice.Names.Keys]),
        ValueKind.Choice or ValueKind.Flag => $"give {kind.Description}",
        _ => $"give {kind.Description}, such as {example}",
    };

    private void Take(SpecNode.Scalar key, SpecNode value, IReadOnlyCollection<string> known)
    {
        if (!known.Contains(key.Text))
        {
            var where = path.Length == 0 ? "the file" : path;
            errors.Add(key, path, $"{where} has no key {key.Description}", NearestName.Mend(key.Text, known));
        }
        else if (!values.TryAdd(key.Text, value))
        {
            errors.Add(key, PathOf(key.Text), $"duplicate key {PathOf(key.Text)}", "keep one of the two");
        }
        else
        {
            keys.Add(key);
        }
    }
}
