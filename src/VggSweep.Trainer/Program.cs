using System.Globalization;
using VggSweep.Trainer.Measuring;
using VggSweep.Trainer.Native;
using VggSweep.Trainer.Protocol;

const string Usage =
    """
    usage: VggSweep.Trainer serve | patch LIBRARY | parity [record]
           | measure PATH THREADS [KEY=VALUE]... | profile PATH THREADS [KEY=VALUE]...
           | costs THREADS | peak THREADS | selftest cpu|cuda | rates cpu|cuda WIDTHxRESOLUTIONxBATCH...
    `vggsweep train` trains one trial by hand.
    """;

switch (args)
{
    case ["serve"]:
        ProcessSetup.IgnoreStopSignals();
        ProcessSetup.Yield();
        return WithTorch(Server.Run);
    case ["patch", var library]:
        Console.Out.WriteLine(NativeLibraryPatch.Apply(library));
        return 0;
    case ["parity"]:
        return WithTorch(Parity.Run, isVerified: false);
    case ["parity", "record"]:
        return WithTorch(Parity.Record, isVerified: false);
    case ["measure", var path, var threads, .. var settings]:
        return WithTorch(() => StepMeasurement.Run(path, Number(threads), settings));
    case ["profile", var path, var threads, .. var settings]:
        return WithTorch(() => StepProfile.Run(path, Number(threads), settings));
    case ["costs", var threads]:
        return WithTorch(() => LayerCosts.Run(Number(threads)));
    case ["peak", var threads]:
        return WithTorch(() => MachinePeak.Run(Number(threads)));
    case ["selftest", "cpu" or "cuda"]:
        return WithTorch(() => SelfTest.Run(args[1]));
    case ["rates", "cpu" or "cuda", .. var cells]:
        return WithTorch(() => DeviceRates.Run(args[1], cells));
    default:
        Console.Error.WriteLine(Usage);
        return 2;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static int WithTorch(Func<int> command, bool isVerified = true)
{
    ProcessSetup.KeepFreedMemory();
    try
    {
        ExternalLibtorch.Load(isVerified);
    }
    catch (LibtorchProblemException problem)
    {
        Console.Error.WriteLine(problem.Message);
        return ExternalLibtorch.ExitCode;
    }

    if (TorchLibrary.WhyNotLoaded() is { } reason)
    {
        Console.Error.WriteLine(reason);
        return ExternalLibtorch.ExitCode;
    }

    return command();
}
