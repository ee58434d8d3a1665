namespace VggSweep.Cli.Plans;

/// <summary>What `plan` and `run` say of a sweep with trials that do not fit in memory.</summary>
internal static class RefusedText
{
    public static string Of(int refused, int trials)
    {
        var which = refused < trials ? $"{refused:N0} of {trials:N0} trials" : trials == 1 ? "The only trial" : $"All {trials:N0} trials";
        return $"{which} {(refused == 1 ? "does" : "do")} not fit in memory. "
            + "Use fewer slots (--slots), or lower batchSize, width or resolution; `vggsweep run --force` trains "
            + $"{(refused == 1 ? "it" : "them")} anyway.";
    }
}
