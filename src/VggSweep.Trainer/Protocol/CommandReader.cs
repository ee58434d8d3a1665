using System.Collections.Concurrent;
using System.Text.Json;
using VggSweep.Core.Training;
using VggSweep.Trainer.Native;
using VggSweep.Trainer.Training;

namespace VggSweep.Trainer.Protocol;

/// <summary>
/// Reads standard input on a thread of its own. Its end ends the process, even within a native call: no trainer
/// outlives its worker.
/// </summary>
internal sealed class CommandReader(Stream input, StopSwitch stop)
{
    private const int BadLine = 65;

    private readonly BlockingCollection<TrainOrder> orders = [];

    public void Start() => new Thread(Read) { Name = "commands", IsBackground = true }.Start();

    /// <summary>Waits for the next order.</summary>
    public TrainOrder Take() => orders.Take();

    private void Read()
    {
        using var lines = new StreamReader(input);
        while (lines.ReadLine() is { } line)
        {
            Handle(line);
        }

        Libc.ExitNow(0);
    }

    private void Handle(string line)
    {
        try
        {
            switch (TrainerProtocol.ReadCommand(line))
            {
                case TrainerCommand.Train train:
                    stop.Reset();
                    orders.Add(train.Order);
                    break;
                case TrainerCommand.Stop request:
                    stop.Request(request.Checkpoint);
                    break;
            }
        }
        catch (JsonException exception)
        {
            Console.Error.WriteLine(
                $"A line on standard input is not a command of protocol {TrainerProtocol.Version}: {exception.Message}");
            Libc.ExitNow(BadLine);
        }
    }
}
