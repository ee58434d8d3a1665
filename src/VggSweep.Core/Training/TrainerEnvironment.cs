namespace VggSweep.Core.Training;

/// <summary>Variables that must stand in a trainer's environment before its libraries load.</summary>
public static class TrainerEnvironment
{
    /// <summary>
    /// malloc without its caches: the small blocks in them keep freed tensors' places apart. The trainer's
    /// ProcessSetup.ReserveSmallBlocks has the figures.
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

    /// <summary>The threads are the order's; of the rest, what the user has set wins.</summary>
    /// <param name="environment">As the trainer would inherit it.</param>
    public static void Set(IDictionary<string, string?> environment, int threads)
    {
        environment["OMP_NUM_THREADS"] = $"{threads}";
        environment["MKL_NUM_THREADS"] = $"{threads}";
        environment.TryAdd(Malloc, "glibc.malloc.tcache_count=0");
        environment.TryAdd(Diagnostics, "0");
        if (!environment.ContainsKey(WaitPolicy))
        {
            environment.TryAdd(Spins, "1000");
        }
    }
}
