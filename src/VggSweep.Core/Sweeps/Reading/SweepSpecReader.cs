using VggSweep.Core.Networks;
using VggSweep.Core.Scheduling;
using VggSweep.Core.Search.Auto;
using VggSweep.Core.Sweeps.Parameters;

namespace VggSweep.Core.Sweeps.Reading;

/// <summary>Reads a sweep file. Every mistake is noted with its place; nothing in a file makes it throw.</summary>
public static class SweepSpecReader
{
    /// <summary>
    /// A sweep file has a page; the bound keeps a wrong file from being searched for mistakes for long, or from taking
    /// memory.
    /// </summary>
    public const int MostCharacters = 250_000;

    internal static readonly SpecError TooLong = new(
        1, 1, "", $"the file has more than {MostCharacters:N0} characters", "is it a sweep file?");

    private static readonly string[] Keys =
    [
        SettingTable.Name.Key, "network", "parameters", ConstraintsReader.Key, SettingTable.Search.Key,
        Schedulers.Table.Key.Key, .. Schedulers.Table.Sections.Select(section => section.Key),
        SettingTable.Objective.Key, ObjectivesReader.Key,
        SettingTable.Training.Key, SettingTable.Limits.Key, SettingTable.Placement.Key, SettingTable.Resume.Key,
    ];

    private static readonly string[] NetworkKeys =
        [.. TrialParameterTable.All.Select(parameter => parameter.Key), BlocksReader.Key];

    private static readonly string[] ParameterKeys =
        [.. TrialParameterTable.All.Select(parameter => parameter.Key)];

    /// <summary>The sweep that the text describes, or all that is wrong with it.</summary>
    public static SpecReading Read(string yaml)
    {
        var errors = new SpecErrors();
        var spec = Spec(yaml, errors);
        return errors.Any ? new SpecReading(null, errors.Sorted()) : new SpecReading(spec, []);
    }

    private static SweepSpec? Spec(string yaml, SpecErrors errors)
    {
        if (yaml.Length > MostCharacters)
        {
            errors.Add(TooLong);
            return null;
        }

        if (SpecText.Unprintable(yaml) is { } unprintable)
        {
            errors.Add(unprintable);
            return null;
        }

        if (SpecTree.Read(yaml, errors) is not { } node)
        {
            return null;
        }

        var root = SpecSection.Open("", node, Keys, errors);
        if (node is not SpecNode.Mapping)
        {
            return null;
        }

        var draft = Draft(root, errors);
        DraftChecks.Note(draft, errors);
        NetworkChecks.Note(draft, errors);
        if (!errors.Any)
        {
            ConstraintsReader.NoteExcluded(draft, errors);
        }

        return errors.Any ? null : AutoChoice.Of(draft.Spec, root.Find(Schedulers.Table.Key.Key) is not null);
    }

    private static SpecDraft Draft(SpecSection root, SpecErrors errors)
    {
        var network = root.Section("network", NetworkKeys);
        var blocks = network.Find(BlocksReader.Key) is { } node ? BlocksReader.Read(node, network.PathOf(BlocksReader.Key), errors) : null;
        var (trial, fixedValues) = Fixed(network, blocks, errors);
        var spaces = Spaces(root, errors);
        var isAuto = root.Find(SettingTable.Search.Key) is SpecNode.Scalar { Text: AutoMethod.Key };
        var search = isAuto ? root.Empty(SettingTable.Search.Key) : root.Section(SettingTable.Search.Key, SettingsReader.SearchKeys);
        var objectives = ObjectivesReader.Read(root, errors);
        var spec = new SweepSpec
        {
            Name = Name(root, errors),
            Base = trial,
            Parameters = [.. spaces.Select(space => space.Space)],
            Constraints = ConstraintsReader.Read(root, errors),
            Search = isAuto ? new SearchSpec { Sampler = new AutoSpec() } : SettingsReader.Search(search),
            Scheduler = Schedulers.Table.Read(root),
            Objective = root.Read(SettingTable.Objective) as Objective?
                ?? (objectives.Count > 0 ? ObjectivesReader.First(objectives) : Objective.ValidationAccuracy),
            Objectives = objectives,
            Training = SettingsReader.Training(root),
            Limits = SettingsReader.Limits(root),
            Placement = SettingsReader.Placement(root),
            Resume = root.Read(SettingTable.Resume) as ResumeRule? ?? ResumeRule.Any,
        };
        return new SpecDraft(spec, root, network, search, fixedValues, spaces);
    }

    private static string Name(SpecSection root, SpecErrors errors)
    {
        if (root.Find("name") is null)
        {
            errors.Add(root.At, "name", "the sweep has no name", "add one, such as name: quickstart");
        }

        return root.Read(SettingTable.Name) as string ?? "";
    }

    private static (TrialParameters Trial, IReadOnlyDictionary<string, Candidate> Values) Fixed(
        SpecSection network, IReadOnlyList<Block>? blocks, SpecErrors errors)
    {
        var trial = new TrialParameters { Blocks = blocks };
        var values = new Dictionary<string, Candidate>();
        if (network.Find(BlocksReader.Key) is not null && network.Find("arch") is null)
        {
            trial = trial with { Arch = NetworkFactory.OwnBlocks };
        }

        foreach (var (key, node) in network.Entries)
        {
            if (TrialParameterTable.Find(key) is { } parameter
                && SpecSection.Value(node, network.PathOf(key), parameter.Kind, parameter.Example, errors) is { } value)
            {
                trial = parameter.With(trial, value);
                values[key] = new Candidate(value, node, network.PathOf(key));
            }
        }

        return (trial, values);
    }

    private static IReadOnlyList<ReadSpace> Spaces(SpecSection root, SpecErrors errors)
    {
        var section = root.Section("parameters", ParameterKeys);
        if (root.Find("parameters") is not { } node)
        {
            errors.Add(root.At, "parameters", "the sweep has no parameters", "add them, such as parameters: { width: [8, 16] }");
        }
        else if (node is SpecNode.Mapping { Entries.Count: 0 })
        {
            errors.Add(node, "parameters", "parameters is empty", "give at least one, such as width: [8, 16]");
        }

        var spaces = new List<ReadSpace>();
        foreach (var (key, value) in section.Entries)
        {
            if (SpaceReader.Read(TrialParameterTable.Of(key), value, section.PathOf(key), errors) is { } space)
            {
                spaces.Add(new ConditionReader(spaces, errors).Read(space, value));
            }
        }

        return ConditionReader.Bounded(spaces, errors);
    }
}
