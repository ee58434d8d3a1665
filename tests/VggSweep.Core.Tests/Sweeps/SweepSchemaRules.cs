using System.Text.Json;
using NJsonSchema;
using VggSweep.Core.Sweeps.Reading;
using YamlDotNet.Serialization;

namespace VggSweep.Core.Tests.Sweeps;

public sealed class SweepSchemaRules
{
    public static TheoryData<string> Samples() => [.. Good.Files().Select(file => Path.GetFileName(file))];

    [Fact]
    public void The_committed_schema_is_current_or_vggsweep_schema_writes_it() =>
        Assert.Equal(SweepSchema.Write(), File.ReadAllText(Path.Combine(Good.Folder(), "sweep.schema.json")));

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task The_sample_files_fit_it_and_name_it(string file)
    {
        var yaml = await File.ReadAllTextAsync(Path.Combine(Good.Folder(), file));

        Assert.StartsWith("# yaml-language-server: $schema=sweep.schema.json\n", yaml, StringComparison.Ordinal);
        Assert.Empty(await MistakesAsync(yaml));
    }

    [Theory]
    [InlineData("parameters: { lr: 0.1 }")]
    [InlineData("name: a")]
    [InlineData("name: a\nparameters: {}")]
    [InlineData("name: a\nparameters: { lr: 0 }")]
    [InlineData("name: a\nparameters: { lr: [] }")]
    [InlineData("name: a\nparameters: { lr: [0.1, 0.1] }")]
    [InlineData("name: a\nparameters: { lr: { int: [1, 2] } }")]
    [InlineData("name: a\nparameters: { lr: { uniform: [1, 2, 3] } }")]
    [InlineData("name: a\nparameters: { lr: { step: 0.1 } }")]
    [InlineData("name: a\nparameters: { lr: { logUniform: [0.1, 1], step: 0.1 } }")]
    [InlineData("name: a\nparameters: { width: { int: [4, 8], step: 0 } }")]
    [InlineData("name: a\nparameters: { lr: 0.1 }\nconstraints: lr <= 1")]
    [InlineData("name: a\nparameters: { lr: 0.1 }\nconstraints: [lr <= 1, lr <= 1]")]
    [InlineData("name: a\nparameters: { lr: { when: { head: gap } } }")]
    [InlineData("name: a\nparameters: { head: [gap], lr: { values: [], when: { head: gap } } }")]
    [InlineData("name: a\nparameters: { head: [gap], lr: { values: [0.1], when: gap } }")]
    [InlineData("name: a\nparameters: { dropout: 1 }")]
    [InlineData("name: a\nparameters: { widht: 8 }")]
    [InlineData("name: a\nparameters: { width: 8.5 }")]
    [InlineData("name: a\nparameters: { arch: vgg12 }")]
    [InlineData("name: a\nparameters: { lr: 0.1 }\nscheduler: hyperbands")]
    [InlineData("name: a\nparameters: { lr: 0.1 }\nasha: { eta: 1 }")]
    [InlineData("name: a\nparameters: { lr: 0.1 }\nasha: { rungs: seconds, minimum: soon }")]
    [InlineData("name: a\nparameters: { lr: 0.1 }\npasha: { epsilon: -1 }")]
    [InlineData("name: a\nparameters: { lr: 0.1 }\nlimits: { trialTimeout: 2d }")]
    [InlineData("name: a\nparameters: { lr: 0.1 }\nlimits: { trialTimeout: 0.00000001 }")]
    [InlineData("name: a\nparameters: { lr: 0.1 }\nplacement: { labels: a100 }")]
    [InlineData("name: a\nnetwork: { blocks: [[1]] }\nparameters: { lr: 0.1 }")]
    public async Task What_the_reader_refuses_by_itself_does_not_fit_it(string yaml)
    {
        Assert.NotEmpty(SweepSpecReader.Read(yaml).Errors);
        Assert.NotEmpty(await MistakesAsync(yaml));
    }

    private static async Task<IEnumerable<string>> MistakesAsync(string yaml)
    {
        var schema = await JsonSchema.FromJsonAsync(SweepSchema.Write());
        var tree = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize<object>(yaml);
        return schema.Validate(JsonSerializer.Serialize(Named(tree))).Select(mistake => mistake.ToString());
    }

    private static object? Named(object? node) => node switch
    {
        Dictionary<object, object?> map => map.ToDictionary(entry => $"{entry.Key}", entry => Named(entry.Value)),
        List<object?> list => list.ConvertAll(Named),
        _ => node,
    };
}
