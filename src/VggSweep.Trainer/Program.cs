using VggSweep.Trainer.Native;
using VggSweep.Trainer.Protocol;

switch (args)
{
    case ["serve"]:
        return Server.Run();
    case ["mend", var library]:
        Console.Out.WriteLine(NativeMend.Apply(library));
        return 0;
    default:
        Console.Error.WriteLine("usage: VggSweep.Trainer serve | mend LIBRARY\n`vggsweep train` trains one trial by hand.");
        return 2;
}
