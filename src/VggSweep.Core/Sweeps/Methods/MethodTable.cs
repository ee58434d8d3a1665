using System.Text.Json;
using System.Text.Json.Nodes;
using VggSweep.Core.Sweeps.Parameters;
using VggSweep.Core.Sweeps.Reading;
using VggSweep.Core.Sweeps.Resolved;

namespace VggSweep.Core.Sweeps.Methods;

/// <summary>
/// A registry of methods that a key of the sweep file chooses from. Reader, checks, JSON Schema and resolved form are
/// derived from it: <c>scheduler: asha</c> with the options <c>asha: { eta: 3 }</c> beside it.
/// </summary>
/// <param name="key">The key that chooses.</param>
/// <param name="what">For messages, as <c>scheduler</c>.</param>
/// <param name="all">The first is the default.</param>
internal sealed class MethodTable<TSpec>(string key, string what, IReadOnlyList<Method<TSpec>> all)
    where TSpec : class
{
    public IReadOnlyList<Method<TSpec>> All => all;

    public Setting Key { get; } = new(
        key,
        new ValueKind.Choice(all.ToDictionary(method => method.Name, method => (object)method)),
        all[0].Name,
        $"{string.Join("; ", all.Select(method => $"{method.Name}: {method.About}"))}. Default: {all[0].Name}.");

    /// <summary>Of the methods that have options.</summary>
    public IEnumerable<SettingSection> Sections =>
        all.Select(method => method.Section).Where(section => section.Settings.Count > 0);

    public string NameOf(TSpec spec) => MethodOf(spec).Name;

    /// <summary>Reads the choice and all sections, so that mistakes in each are noted.</summary>
    public TSpec Read(SpecSection parent)
    {
        var specs = all.ToDictionary(method => method, method => method.Read(parent.Section(method.Section)));
        return specs[parent.Read(Key) as Method<TSpec> ?? all[0]];
    }

    /// <summary>Notes sections that the choice does not use, and what the chosen method finds.</summary>
    public void Note(TSpec spec, SpecSection parent, SpecDraft draft, SpecErrors errors)
    {
        var chosen = MethodOf(spec);
        var choice = parent.Find(key);
        if (choice is null || (choice as SpecNode.Scalar)?.Text == chosen.Name)
        {
            foreach (var other in all.Where(method => method != chosen))
            {
                if (parent.Find(other.Name) is { } unused)
                {
                    var path = parent.PathOf(other.Name);
                    errors.Add(
                        unused, path, $"{path} has no effect: the {what} is {chosen.Name}",
                        $"add {key}: {other.Name}, or remove it");
                }
            }

            var section = parent.Find(chosen.Name);
            var at = section ?? choice ?? parent.At;
            chosen.Note(spec, new MethodDraft(parent.PathOf(chosen.Name), section, at, draft, errors));
        }
    }

    /// <summary>Adds the choice and its options to a resolved form.</summary>
    public void Write(JsonObject form, TSpec spec)
    {
        var method = MethodOf(spec);
        form[key] = method.Name;
        if (method.Options.Count > 0)
        {
            form[method.Name] = JsonSerializer.SerializeToNode(spec, method.SpecType, ResolvedForm.Options);
        }
    }

    /// <summary>The spec of a resolved form. Options of other methods are ignored: older versions always wrote asha's.</summary>
    /// <exception cref="JsonException">The form names no method of this table, or lacks its options.</exception>
    public TSpec Restore(string name, IReadOnlyDictionary<string, JsonElement>? sections)
    {
        if (sections?.Keys.FirstOrDefault(other => all.All(method => method.Name != other)) is { } unknown)
        {
            throw new JsonException($"It has an unknown key {unknown}.");
        }

        var method = all.FirstOrDefault(one => one.Name == name)
            ?? throw new JsonException($"This program has no {what} {name}.");
        var json = sections is not null && sections.TryGetValue(name, out var section) ? section
            : method.Options.Count == 0 ? JsonSerializer.SerializeToElement(new JsonObject())
            : throw new JsonException($"The {what} {name} has no options.");
        return json.Deserialize(method.SpecType, ResolvedForm.Options) as TSpec
            ?? throw new JsonException($"The {what} {name} has no options.");
    }

    private Method<TSpec> MethodOf(TSpec spec) => all.Single(method => method.SpecType == spec.GetType());
}
