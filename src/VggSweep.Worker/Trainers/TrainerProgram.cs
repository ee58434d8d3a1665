namespace VggSweep.Worker.Trainers;

/// <summary>What is started to train.</summary>
/// <param name="Path">A .dll for <c>dotnet</c>, or an executable.</param>
/// <param name="Libtorch">
/// The folder of the libtorch that a trainer of the backend <c>external</c> loads. Null: what the environment names, else the one of
/// python3's PyTorch.
/// </param>
public sealed record TrainerProgram(string Path, string? Libtorch = null)
{
    public override string ToString() => Path;
}
