using System.Globalization;

/// <summary>What a round left, after its sweep had ended and was deleted.</summary>
/// <param name="Seconds">From the first start to the end of the sweep.</param>
/// <param name="Disturbances">What was done to it, in words.</param>
/// <param name="PeakBytes">The greatest resident memory of any run of the round.</param>
/// <param name="Descriptors">The most that any run of the round held open at once.</param>
/// <param name="HomeFiles">Files and folders.</param>
/// <param name="DatabaseBytes">With its log.</param>
/// <param name="TemporaryFiles">Files and folders of the temporary folder, without those that .NET made for runs which were killed.</param>
/// <param name="Processes">That still ran.</param>
internal sealed record SoakRound(
    double Seconds, string Disturbances, long PeakBytes, int Descriptors, int HomeFiles, long DatabaseBytes,
    int TemporaryFiles, int Processes)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Seconds,5:0.0} s, {PeakBytes / 1e6:0} MB, {Descriptors} descriptors, home {HomeFiles} files, database "
        + $"{DatabaseBytes / 1e3:0} kB, temporary folder {TemporaryFiles} files, {Processes} processes left; {Disturbances}");
}
