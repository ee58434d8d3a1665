using System.Diagnostics;
using System.Globalization;
using VggSweep.Store;

namespace VggSweep.StoreBench;

/// <summary>A sweep of 100,000 trials.</summary>
internal static class BigSweep
{
    public static async Task CreateAsync(string database, SweepStore store)
    {
        await store.CreateSweepAsync("warm-up", "", "", null, 0, Trials(2_000));
        var trials = Trials(100_000);
        var watch = Stopwatch.StartNew();
        await store.CreateSweepAsync("big", "", "", null, 0, trials);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{database,-10} {watch.Elapsed.TotalSeconds,18:N2}"));
    }

    /// <summary>With parameters and identities as long as real ones.</summary>
    public static IReadOnlyList<NewTrial> Trials(int count) =>
    [
        .. Enumerable.Range(1, count).Select(number => new NewTrial(
            number,
            $"{{\"arch\":\"narrow\",\"width\":16,\"resolution\":48,\"epochs\":1000000,\"lr\":0.05,\"batch\":128,"
            + $"\"seed\":{number},\"optimizer\":\"sgd\",\"precision\":\"fp32\"}}",
            new string('a', 64), 12.5, 1_000_000, 100_000, 1 << 30)),
    ];
}
