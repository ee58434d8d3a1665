using System.Runtime.InteropServices;

namespace VggSweep.Trainer.Native;

/// <summary>How libtorch lets cuDNN choose its algorithms.</summary>
internal static partial class Cudnn
{
    /// <summary>For the whole process: the fastest algorithms of those tried, or only ones that repeat their bits.</summary>
    public static bool IsTuned
    {
        get => IsBenchmarked(TorchContext.Get()) != 0 && IsDeterministic(TorchContext.Get()) == 0;
        set
        {
            SetBenchmark(TorchContext.Get(), value ? (byte)1 : (byte)0);
            SetDeterministic(TorchContext.Get(), value ? (byte)0 : (byte)1);
        }
    }

    [LibraryImport(TorchContext.Library, EntryPoint = "_ZN2at7Context17setBenchmarkCuDNNEb")]
    private static partial void SetBenchmark(nint context, byte isOn);

    [LibraryImport(TorchContext.Library, EntryPoint = "_ZNK2at7Context14benchmarkCuDNNEv")]
    private static partial byte IsBenchmarked(nint context);

    [LibraryImport(TorchContext.Library, EntryPoint = "_ZN2at7Context21setDeterministicCuDNNEb")]
    private static partial void SetDeterministic(nint context, byte isOn);

    [LibraryImport(TorchContext.Library, EntryPoint = "_ZNK2at7Context18deterministicCuDNNEv")]
    private static partial byte IsDeterministic(nint context);
}
