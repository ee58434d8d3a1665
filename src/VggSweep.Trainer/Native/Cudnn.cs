using System.Runtime.InteropServices;

namespace VggSweep.Trainer.Native;

/// <summary>How libtorch lets cuDNN choose its algorithms: functions of at::Context that libtorch exports and TorchSharp has no call for.</summary>
internal static partial class Cudnn
{
    private const string Library = "torch_cpu";

    /// <summary>For the whole process: the fastest algorithms of those tried, or only ones that repeat their bits.</summary>
    public static bool IsTuned
    {
        get => IsBenchmarked(Context()) != 0 && IsDeterministic(Context()) == 0;
        set
        {
            SetBenchmark(Context(), value ? (byte)1 : (byte)0);
            SetDeterministic(Context(), value ? (byte)0 : (byte)1);
        }
    }

    [LibraryImport(Library, EntryPoint = "_ZN2at13globalContextEv")]
    private static partial nint Context();

    [LibraryImport(Library, EntryPoint = "_ZN2at7Context17setBenchmarkCuDNNEb")]
    private static partial void SetBenchmark(nint context, byte isOn);

    [LibraryImport(Library, EntryPoint = "_ZNK2at7Context14benchmarkCuDNNEv")]
    private static partial byte IsBenchmarked(nint context);

    [LibraryImport(Library, EntryPoint = "_ZN2at7Context21setDeterministicCuDNNEb")]
    private static partial void SetDeterministic(nint context, byte isOn);

    [LibraryImport(Library, EntryPoint = "_ZNK2at7Context18deterministicCuDNNEv")]
    private static partial byte IsDeterministic(nint context);
}
