using TorchSharp;
using VggSweep.Core.Training;
using VggSweep.Trainer.Native;
using VggSweep.Trainer.Training;

namespace VggSweep.Trainer.Protocol;

/// <summary>Says hello, then trains one order after the other until standard input ends or an attempt goes wrong.</summary>
internal static class Server
{
    private const int Unhealthy = 1;

    public static int Run()
    {
        var events = new EventWriter(ProcessSetup.TakeStandardOutput());
        var stop = new StopSwitch();
        var commands = new CommandReader(Console.OpenStandardInput(), stop);
        commands.Start();
        events.Write(Hello());
        ProcessSetup.ReserveSmallBlocks();
        var trainer = new TrialTrainer(events.Write, stop, TimeProvider.System);
        AttemptEnd end;
        do
        {
            end = trainer.Train(commands.Take());
            events.Write(new TrainerEvent.Ended(end));
        }
        while (end is AttemptEnd.Completed or AttemptEnd.Stopped);

        // What is left of a failure (memory, a broken library) is nobody else's to meet.
        return Unhealthy;
    }

    private static TrainerEvent.Hello Hello() => new(
        TrainerProtocol.Version, TrainerProtocol.Build, Environment.ProcessId, Compute.Here.Device, Processor.InstructionSet,
        ExternalLibtorch.Loaded?.Version ?? torch.__version__, Compute.Here.Name, ExternalLibtorch.Loaded?.Path);
}
