namespace VggSweep.Core.Training;

/// <summary>Variables that must stand in a trainer's environment before its libraries load.</summary>
public static class TrainerEnvironment
{
    /// <summary>
    /// malloc without its caches: the small blocks in them keep freed tensors' places apart. The trainer's
    /// ProcessSetup.ReserveSmallBlocks has the figures. And in huge pages where the system leaves them to the asking: our products
    /// walk down matrices whose rows are pages apart, and ran at 91 to 105 GFLOP/s with small pages and at 105 with huge ones.
    /// </summary>
    private const string Malloc = "GLIBC_TUNABLES";

    /// <summary>
    /// Rounds that a thread of libtorch's OpenMP (GNU's) waits awake for the others: by itself up to billions, which
    /// keeps the other thread from the core. Images a second at width 16 and 32 pixels, 2 threads on 2 cores, medians of
    /// 3 or 4, as it comes and with 1,000 rounds: two trainers on a busy machine 56 and 784 together (5,000 rounds 477,
    /// a passive wait policy 614), one beside another process 234 and 931, one alone 1,400 and 1,449 (once each).
    /// </summary>
    private const string Spins = "GOMP_SPINCOUNT";

    /// <summary>The standard's word for the same choice.</summary>
    private const string WaitPolicy = "OMP_WAIT_POLICY";

    /// <summary>
    /// .NET's debugger and diagnostics put three files into the temporary folder, which stay there when a trainer is
    /// killed, as every trainer is that is not needed any more.
    /// </summary>
    private const string Diagnostics = "DOTNET_EnableDiagnostics";

    /// <summary>
    /// .NET collects its young objects when they are as large as the processor's last cache; in a trainer they are small names of
    /// tensors, and resident memory grew by 11 to 30 MB in 5,000 steps before it first did. With 4 MiB (hexadecimal here) it
    /// grows by 5 to 10.
    /// </summary>
    private const string YoungBytes = "DOTNET_GCgen0size";

    /// <summary>
    /// The folder of the libtorch that a trainer of the backend <c>external</c> loads; unset, the one of python3's
    /// PyTorch.
    /// </summary>
    public const string Libtorch = "VGGSWEEP_LIBTORCH";

    /// <summary>Which CUDA devices a process sees, by their numbers or UUIDs, separated by commas; empty for none.</summary>
    public const string CudaDevices = "CUDA_VISIBLE_DEVICES";

    /// <summary>By itself CUDA numbers the fastest device first, not as <c>nvidia-smi</c> does.</summary>
    private const string CudaOrder = "CUDA_DEVICE_ORDER";

    /// <summary>The threads are the order's, the device the slot's; of the rest, what the user has set wins.</summary>
    /// <param name="environment">As the trainer would inherit it.</param>
    /// <param name="cudaDevice">The one CUDA device that the trainer sees and computes on; null for the processor.</param>
    /// <param name="libtorch">The folder of the libtorch to load; null for what the environment says.</param>
    public static void Set(IDictionary<string, string?> environment, int threads, string? cudaDevice = null, string? libtorch = null)
    {
        if (libtorch is not null)
        {
            environment[Libtorch] = libtorch;
        }

        environment[CudaDevices] = cudaDevice ?? "";
        environment.TryAdd(CudaOrder, "PCI_BUS_ID");
        environment["OMP_NUM_THREADS"] = $"{threads}";
        environment["MKL_NUM_THREADS"] = $"{threads}";
        environment.TryAdd(Malloc, "glibc.malloc.tcache_count=0:glibc.malloc.hugetlb=1");
        environment.TryAdd(Diagnostics, "0");
        environment.TryAdd(YoungBytes, "400000");
        if (!environment.ContainsKey(WaitPolicy))
        {
            environment.TryAdd(Spins, "1000");
        }
    }
}
