namespace VggSweep.Core.Grains;

/// <summary>
/// The database, or the folder of the files, cannot be used for now. Ask again: whether the last write took effect is
/// not known, and every write may be repeated.
/// </summary>
[GenerateSerializer]
public sealed class StoreAwayException(string message) : Exception(message);
