using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Training;

/// <summary>Everything that a trainer process needs to train one attempt.</summary>
/// <param name="Trial">For messages, as <c>quickstart-1/4</c>.</param>
/// <param name="DataFolder">Folder of the four IDX files.</param>
/// <param name="Folder">Where checkpoints and final weights go; made if missing.</param>
/// <param name="Fence">Stands in every file name, so that two attempts never write one file.</param>
/// <param name="Done">Epochs that are recorded already.</param>
/// <param name="Resume">Newest first; the first readable one is taken, none means a start from the seed.</param>
/// <param name="Path">By which the trial has begun, as <see cref="ArithmeticPath"/> writes it; null where it has not, or plainly.</param>
/// <param name="MemoryBytes">For which the trial was admitted: where a whole batch takes more, steps are cut into micro-batches.</param>
public sealed record TrainOrder(
    string Trial,
    TrialParameters Parameters,
    TrainingSpec Training,
    string DataFolder,
    string Folder,
    long Fence,
    int Threads,
    int Done,
    IReadOnlyList<CheckpointReference> Resume,
    string? Path = null,
    long MemoryBytes = long.MaxValue);
