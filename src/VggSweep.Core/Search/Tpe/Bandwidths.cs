namespace VggSweep.Core.Search.Tpe;

/// <summary>
/// Widths of the kernels on one axis: the greater distance to the neighbours, the outermost to their one neighbour, but
/// not below a share that falls with the number of kernels ("magic clipping", Bergstra et al. 2013).
/// </summary>
internal static class Bandwidths
{
    private const double MostKernels = 100;

    public static double[] Of(IReadOnlyList<double> places)
    {
        var count = places.Count;
        var order = Order(places);
        var least = 1 / Math.Min(MostKernels, count + 2);
        var widths = new double[count];
        for (var rank = 0; rank < count; rank++)
        {
            var place = places[order[rank]];
            var below = rank > 0 ? place - places[order[rank - 1]] : place;
            var above = rank < count - 1 ? places[order[rank + 1]] - place : 1 - place;
            var width = count < 2 ? Math.Max(below, above)
                : rank == 0 ? above
                : rank == count - 1 ? below
                : Math.Max(below, above);
            widths[order[rank]] = Math.Clamp(width, least, 1);
        }

        return widths;
    }

    /// <summary>Indices by place; of equal places the earlier first, since the outermost kernels differ from the others.</summary>
    private static int[] Order(IReadOnlyList<double> places)
    {
        double[] keys = [.. places];
        int[] order = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(keys, order);
        for (int from = 0, to = 1; to <= keys.Length; to++)
        {
            if (to == keys.Length || keys[to] != keys[from])
            {
                Array.Sort(order, from, to - from);
                from = to;
            }
        }

        return order;
    }
}
