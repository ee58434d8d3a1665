using System.Globalization;
using System.Security.Cryptography;
using VggSweep.Core.Training;
using VggSweep.Core.Trials;

// A trainer that does nothing: it says at once what a real one would say after hours, so that what is left to measure
// is everything around it. With VGGSWEEP_NOTHING_PACE its epochs come one after another, so far apart.
var pace = TimeSpan.Parse(Environment.GetEnvironmentVariable("VGGSWEEP_NOTHING_PACE") ?? "00:00:00", CultureInfo.InvariantCulture);
Say(new TrainerEvent.Hello(TrainerProtocol.Version, TrainerProtocol.Build, Environment.ProcessId, "cpu", "none", "none", "none"));
while (Console.In.ReadLine() is { } line)
{
    if (TrainerProtocol.ReadCommand(line) is TrainerCommand.Train { Order: var order })
    {
        for (var epoch = order.Done + 1; epoch <= order.Parameters.Epochs; epoch++)
        {
            if (pace > TimeSpan.Zero)
            {
                await Task.Delay(pace, TimeProvider.System);
            }

            Say(new TrainerEvent.EpochDone(new EpochRecord(epoch, 1.0 / epoch, 0.5, 1.0 / epoch, 0.5, 0.001)));
        }

        var path = Path.Combine(order.Folder, $"weights-fence-{order.Fence}.safetensors");
        var weights = new CheckpointReference(
            order.Parameters.Epochs, 0, order.Fence, path, Convert.ToHexStringLower(SHA256.HashData([])), 0);
        Directory.CreateDirectory(order.Folder);
        File.WriteAllBytes(path, []);
        Say(new TrainerEvent.Ended(new AttemptEnd.Completed(1, 0.5, weights, 0)));
    }
}

static void Say(TrainerEvent happened)
{
    Console.Out.WriteLine(TrainerProtocol.Write(happened));
    Console.Out.Flush();
}
