using System.Runtime.Intrinsics.X86;
using TorchSharp;
using VggSweep.Core.Training;
using VggSweep.Trainer.Training;

namespace VggSweep.Trainer.Protocol;

/// <summary>Says hello, then trains one order after the other until standard input ends.</summary>
internal static class Server
{
    public static int Run()
    {
        ProcessSetup.IgnoreInterrupts();
        ProcessSetup.KeepFreedMemory();
        var events = new EventWriter(ProcessSetup.TakeStandardOutput());
        var stop = new StopSwitch();
        var commands = new CommandReader(Console.OpenStandardInput(), stop);
        commands.Start();
        events.Write(Hello());
        var trainer = new TrialTrainer(events.Write, stop);
        while (true)
        {
            events.Write(new TrainerEvent.Ended(trainer.Train(commands.Take())));
        }
    }

    private static TrainerEvent.Hello Hello() => new(
        TrainerProtocol.Version, TrainerProtocol.Build, Environment.ProcessId, "cpu", InstructionSet(), torch.__version__);

    private static string InstructionSet() => Avx512F.IsSupported ? "avx512" : Avx2.IsSupported ? "avx2" : "baseline";
}
