namespace VggSweep.Core.Trials;

/// <summary>
/// A durable checkpoint file: the state after <paramref name="Step"/> steps of the epoch that follows
/// <paramref name="Epoch"/>.
/// </summary>
/// <param name="Epoch">Epochs that it has finished.</param>
/// <param name="Step">Steps into the next epoch; 0 at an epoch's end.</param>
/// <param name="Fence">The fence of the lease under which it was written.</param>
/// <param name="Path">The file: absolute within a worker and its trainer, else relative to the folder of the files.</param>
/// <param name="Hash">SHA-256 of the file, lower-case hex.</param>
/// <param name="Bytes">Size of the file.</param>
[GenerateSerializer]
public sealed record CheckpointReference(int Epoch, int Step, long Fence, string Path, string Hash, long Bytes);
