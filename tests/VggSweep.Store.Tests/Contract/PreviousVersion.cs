using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Resolved;

namespace VggSweep.Store.Tests;

/// <summary>What must hold of a database that the version before left, once this one has opened it.</summary>
internal static class PreviousVersion
{
    /// <summary>The last migration of that version.</summary>
    public const string Migration = "OneIndexOfTrials";

    /// <summary>
    /// A home as that version's program left it: one sweep completed, one to go on with, and one with a key that no
    /// reader knows any more.
    /// </summary>
    public static string Home => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "previous-home.sql"));

    /// <summary>The same sweeps on any database with that version's schema.</summary>
    public static FormattableString Rows
    {
        get
        {
            string YamlOf(string name, string training) => $"name: {name}\nnetwork: "
                + $"{{ head: gap, epochs: 1 }}\nparameters: {{ width: [4, 6] }}\ntraining: "
                + $"{{ {training}images: 512, validationImages: 200 }}\n";
            var parameters = TrialParametersJson.Write(new TrialParameters { Width = 4, Epochs = 1 });
            return $"""
                INSERT INTO sweeps (id, name, state, spec_yaml, created_ms, priority, decided) VALUES
                    ('ancient-1', 'ancient', 'Running', {YamlOf("ancient", "shards: 4, ")}, 1, 0, 0),
                    ('half-1', 'half', 'Running', {YamlOf("half", "")}, 2, 0, 0);
                INSERT INTO trials (sweep_id, number, state, parameters, identity, fence, done, attempts, failures, deaths,
                    numerics_changed, seconds, macs, params, memory_bytes) VALUES
                    ('ancient-1', 1, 'Pending', {parameters}, 'a', 0, 0, 0, 0, 0, FALSE, 0, 10, 10, 10),
                    ('half-1', 1, 'Pending', {parameters}, 'b', 0, 0, 0, 0, 0, FALSE, 0, 10, 10, 10);
                """;
        }
    }

    public static async Task CheckAsync(SweepStore store)
    {
        var sweeps = (await store.ListSweepsAsync()).ToDictionary(row => row.Id, row => SweepSpecJson.Read(row.Spec));
        Assert.StartsWith(
            "this version does not read its file: ancient-1:4:13: training has no key", sweeps["ancient-1"].Problem,
            StringComparison.Ordinal);
        Assert.Equal(512, sweeps["half-1"].Value!.Training.Images);
        Assert.Equal(
            new TrainingSpec { Images = 512, ValidationImages = 200 },
            TrialSpecJson.Read((await store.TrialAsync("half-1", 1))!.Spec).Value!.Training);
        Assert.False(TrialSpecJson.Read((await store.TrialAsync("ancient-1", 1))!.Spec).IsReadable);
        Assert.Equal(["ancient-1"], (await store.CountUnresolvedAsync()).Keys);
        Assert.NotNull(await store.LeaseAsync("half-1", 1, 0));
    }
}
