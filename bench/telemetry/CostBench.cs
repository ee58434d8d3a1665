
/// <summary>
/// The same real training with and without telemetry. What is compared is the processor time of the program and of its
/// trainers together, from its start to its end: wall time would measure who else works on the machine.
/// </summary>
internal static class CostBench
{
    private const int Pairs = 10;

    /// <summary>Student's t of 97.5 in 100 for <see cref="Pairs"/> − 1 degrees of freedom.</summary>
    private const double Student = 2.262;

    private const double Most = 5;

    /// <summary>Three times as often as the product's Prometheus.</summary>
    private static readonly TimeSpan ScrapeInterval = TimeSpan.FromSeconds(5);

    private const string Sweep =
        """
        name: cost
        network: { arch: vgg11, width: 4, resolution: 32, head: gap, batchNorm: true, batchSize: 64, lr: 0.1, momentum: 0.9, epochs: 5 }
        parameters: { seed: [1, 2] }
        training: { images: 4096, validationImages: 512 }
        """;

    public static async Task<int> RunAsync()
    {
        await using var sink = await OtlpSink.StartAsync();
        Dictionary<string, string> without = new() { ["OTEL_SDK_DISABLED"] = "true" };
        Dictionary<string, string> with = new()
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"{sink.Address}",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        };
        await TrainAsync(with, isScraped: true); // Files come into the caches; it does not count.
        Say($"{"pair",4}{"without",12}{"with",12}{"more",10}{"of it serve's own, without",30}{"with",12}");
        var differences = new List<double>();
        for (var pair = 1; pair <= Pairs; pair++)
        {
            // Each pair begins with the other one than the last.
            var first = pair % 2 == 0 ? await TrainAsync(with, isScraped: true) : await TrainAsync(without, isScraped: false);
            var second = pair % 2 == 0 ? await TrainAsync(without, isScraped: false) : await TrainAsync(with, isScraped: true);
            var (bare, told) = pair % 2 == 0 ? (second, first) : (first, second);
            differences.Add(100 * (told.All - bare.All) / bare.All);
            Say($"{pair,4}{bare.All,10:0.00} s{told.All,10:0.00} s{differences[^1],8:0.00} %{bare.Own,28:0.00} s{told.Own,10:0.00} s");
        }

        var mean = differences.Average();
        var margin = Student * Math.Sqrt(differences.Sum(difference => Math.Pow(difference - mean, 2)) / (Pairs - 1) / Pairs);
        Say(
            $"Telemetry costs {mean:0.00} % of processor time; 95 % interval {mean - margin:0.00} to "
            + $"{mean + margin:0.00} %. {sink.Requests} exports were taken.");
        return mean + margin < Most ? 0 : 1;
    }

    private static async Task<(double All, double Own)> TrainAsync(IReadOnlyDictionary<string, string> environment, bool isScraped)
    {
        var before = ProcessorTime.OfEndedChildren();
        double own;
        await using (var served = await Served.StartAsync(slots: 2, environment))
        {
            using var stop = new CancellationTokenSource();
            var scrapes = isScraped ? ScrapeAsync(served, stop.Token) : Task.CompletedTask;
            var sweep = await served.SubmitAsync(Sweep);
            await served.UntilAsync(() => served.IsCompletedAsync(sweep));
            await stop.CancelAsync();
            await scrapes;
            own = ProcessorTime.Of(served.Pid);
            await served.StopAsync();
        }

        return (ProcessorTime.OfEndedChildren() - before, own);
    }

    private static async Task ScrapeAsync(Served served, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(ScrapeInterval);
        do
        {
            await served.ScrapeAsync();
        }
        while (await timer.WaitForNextTickAsync(stop).AsTask().ContinueWith(tick => tick.IsCompletedSuccessfully, TaskScheduler.Default));
    }

    private static void Say(string line) => Console.WriteLine(line);
}
