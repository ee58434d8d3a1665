namespace VggSweep.Worker.Trainers;

/// <summary>Whose fault it is when memory runs out.</summary>
internal static class HostMemory
{
    /// <summary>Predictions of memory are this exact at worst, as MemoryPrediction measures them.</summary>
    private const double Tolerance = 1.25;

    /// <summary>
    /// A trial that stayed within its prediction, on a machine that has as much, was right to expect the memory: others took it.
    /// </summary>
    /// <param name="needed">Bytes that its process had taken, or asked for in vain; 0 where that is not known.</param>
    /// <param name="predicted">For which the trial was admitted; 0 where nothing was predicted.</param>
    public static bool IsAtFault(long needed, long predicted) =>
        IsAtFault(needed, predicted, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <param name="needed"><inheritdoc cref="IsAtFault(long, long)"/></param>
    /// <param name="predicted"><inheritdoc cref="IsAtFault(long, long)"/></param>
    /// <param name="machine">Bytes that the machine, or the container, has in all.</param>
    internal static bool IsAtFault(long needed, long predicted, long machine) =>
        needed > 0 && predicted > 0 && predicted <= machine && needed <= predicted * Tolerance;
}
