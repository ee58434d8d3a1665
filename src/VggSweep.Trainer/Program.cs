using System.Globalization;
using VggSweep.Trainer.Measuring;
using VggSweep.Trainer.Native;
using VggSweep.Trainer.Protocol;

if (args is not ([] or ["mend", ..]) && TorchLibrary.WhyNotLoaded() is { } reason)
{
    Console.Error.WriteLine(reason);
    return 69;
}

switch (args)
{
    case ["serve"]:
        return Server.Run();
    case ["mend", var library]:
        Console.Out.WriteLine(NativeMend.Apply(library));
        return 0;
    case ["measure", var path, var threads, .. var settings]:
        return StepMeasurement.Run(path, int.Parse(threads, CultureInfo.InvariantCulture), settings);
    case ["profile", var path, var threads, .. var settings]:
        return StepProfile.Run(path, int.Parse(threads, CultureInfo.InvariantCulture), settings);
    case ["costs", var threads]:
        return LayerCosts.Run(int.Parse(threads, CultureInfo.InvariantCulture));
    case ["peak", var threads]:
        return MachinePeak.Run(int.Parse(threads, CultureInfo.InvariantCulture));
    case ["selftest", "cpu" or "cuda"]:
        return SelfTest.Run(args[1]);
    default:
        Console.Error.WriteLine("usage: VggSweep.Trainer serve | mend LIBRARY | measure PATH THREADS [KEY=VALUE]... | profile PATH THREADS [KEY=VALUE]... | costs THREADS | peak THREADS | selftest cpu|cuda\n`vggsweep train` trains one trial by hand.");
        return 2;
}
