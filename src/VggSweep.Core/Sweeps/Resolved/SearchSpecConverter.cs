using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using VggSweep.Core.Search;
using VggSweep.Core.Search.Budgets;

namespace VggSweep.Core.Sweeps.Resolved;

/// <summary>
/// The section <c>search</c> as sweep files write it, <c>{"method":"random","maxTrials":20,"seed":7}</c>, with the options
/// of its method.
/// </summary>
internal sealed class SearchSpecConverter : JsonConverter<SearchSpec>
{
    public override SearchSpec Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var form = JsonElement.ParseValue(ref reader).Deserialize<Form>(options)
            ?? throw new JsonException("The sweep has no search.");
        return new SearchSpec
        {
            Sampler = Samplers.Table.Restore(form.Method, form.Sections),
            MaxTrials = form.MaxTrials,
            Seed = form.Seed,
            Budget = form.Budget,
            Chosen = form.Chosen,
        };
    }

    public override void Write(Utf8JsonWriter writer, SearchSpec value, JsonSerializerOptions options)
    {
        var form = new JsonObject();
        Samplers.Table.Write(form, value.Sampler);
        form["maxTrials"] = value.MaxTrials;
        form["seed"] = value.Seed;
        if (value.Budget is not null)
        {
            form["budget"] = JsonSerializer.SerializeToNode(value.Budget, options);
        }

        if (value.Chosen is not null)
        {
            form["chosen"] = value.Chosen;
        }

        form.WriteTo(writer, options);
    }

    private sealed record Form
    {
        public required string Method { get; init; }

        public int? MaxTrials { get; init; }

        public long Seed { get; init; }

        public SearchBudget? Budget { get; init; }

        public string? Chosen { get; init; }

        /// <summary>The options of samplers, by their names.</summary>
        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Sections { get; init; }
    }
}
