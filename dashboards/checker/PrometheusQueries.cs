using System.Globalization;
using System.Text.Json;

/// <summary>What a Prometheus answers.</summary>
internal sealed class PrometheusQueries(Uri address) : IDisposable
{
    private readonly HttpClient client = new();

    public Uri Address => address;

    public async Task<bool> IsReadyAsync() => (await client.GetAsync(new Uri(address, "/-/ready"))).IsSuccessStatusCode;

    /// <summary>The values that an expression had since then, at any time; those that are no number are none.</summary>
    public async Task<int> PointsAsync(string expression, DateTimeOffset since) =>
        (await RangeAsync(expression, since)).EnumerateArray().SelectMany(series => series.GetProperty("values").EnumerateArray())
            .Count(
                point => double.Parse(
                    point[1].GetString()!.Replace("Inf", "Infinity", StringComparison.Ordinal),
                    CultureInfo.InvariantCulture) is not double.NaN);

    /// <summary>The series of an expression since then, each with its <c>metric</c> and its <c>values</c> of every second.</summary>
    public async Task<JsonElement> RangeAsync(string expression, DateTimeOffset since) =>
        (await GetAsync(
            $"query_range?query={Uri.EscapeDataString(expression)}&start={since.ToUnixTimeSeconds()}&end={Now()}&step=1"))
            .GetProperty("result");

    public async Task<IReadOnlyList<string>> LabelValuesAsync(string series, string label, DateTimeOffset since) =>
        [.. (await GetAsync($"label/{label}/values?match[]={Uri.EscapeDataString(series)}&start={since.ToUnixTimeSeconds()}&end={Now()}"))
            .EnumerateArray().Select(value => value.GetString()!)];

    public void Dispose() => client.Dispose();

    private static long Now() => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    /// <exception cref="InvalidOperationException">The question is wrong.</exception>
    private async Task<JsonElement> GetAsync(string path)
    {
        var answer = JsonDocument.Parse(await client.GetStringAsync(new Uri(address, $"/api/v1/{path}"))).RootElement;
        return answer.GetProperty("data");
    }
}
