namespace VggSweep.Core.Networks;

/// <summary>What is asked of <see cref="NetworkFactory"/>.</summary>
/// <param name="Arch">A preset's name, or <c>blocks</c>.</param>
/// <param name="Blocks">The blocks of arch <c>blocks</c>; null else.</param>
/// <param name="Width">Channels of the first block; null for the preset's own.</param>
/// <param name="Classes">Logits.</param>
/// <param name="Dense">Units of the two hidden dense layers; unused by the gap head.</param>
/// <param name="Dropout">Rate of the dropout layers.</param>
public sealed record NetworkRequest(
    string Arch, IReadOnlyList<Block>? Blocks, int? Width, int Classes, Head Head, int Dense, bool BatchNorm, double Dropout);
