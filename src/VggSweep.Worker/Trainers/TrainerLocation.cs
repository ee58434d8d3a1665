using VggSweep.Core.Training;

namespace VggSweep.Worker.Trainers;

/// <summary>Where the trainer's program is: named by the environment, beside this program, or in the build's own folder.</summary>
public static class TrainerLocation
{
    private const string Name = "VggSweep.Trainer";
    private const string Program = Name + ".dll";

    /// <summary>Backends of the build, the preferred one first; each has an output folder of its own.</summary>
    private static readonly string[] OnProcessor = ["cpu", "external", "cuda"];
    private static readonly string[] OnCuda = ["cuda", "external", "cpu"];
    private static readonly string[] WithLibtorch = ["external"];

    /// <param name="libtorch">
    /// The folder of a libtorch, which only the backend <c>external</c> loads. Null: what the environment names.
    /// </param>
    /// <param name="onCuda">Whether trials are trained on CUDA devices.</param>
    /// <param name="named">The program that a person has named. Null: what the environment names.</param>
    /// <exception cref="TrainerStartException">There is none; the message says where it was looked for and how to build it.</exception>
    public static TrainerProgram Require(string? libtorch, bool onCuda, string? named = null) => Require(
        libtorch ?? Variable(TrainerEnvironment.Libtorch), onCuda, named ?? Variable(TrainerProtocol.TrainerVariable),
        new DirectoryInfo(AppContext.BaseDirectory));

    /// <param name="here">The folder of this program: <c>artifacts/bin/PROJECT/CONFIGURATION</c>, or where it was published.</param>
    /// <inheritdoc cref="Require(string?, bool, string?)"/>
    internal static TrainerProgram Require(string? libtorch, bool onCuda, string? named, DirectoryInfo here)
    {
        var backends = libtorch is not null ? WithLibtorch : onCuda ? OnCuda : OnProcessor;
        string[] places = named is not null
            ? [named]
            : [Path.Combine(here.FullName, "trainer", Program), .. backends.Select(backend => Output(here, backend))];
        return places.FirstOrDefault(File.Exists) is { } found
            ? new TrainerProgram(found, libtorch)
            : throw new TrainerStartException(
                $"The trainer was not found; looked at {string.Join(" and ", places)}. Build "
                + $"it{(libtorch is null ? "" : $" with {Command(here)}")}, or set {TrainerProtocol.TrainerVariable} to its path.");
    }

    private static string Command(DirectoryInfo here) =>
        $"`dotnet build src/{Name} -c {(here.Name == "debug" ? "Debug" : "Release")} -p:TorchBackend=external`";

    private static string Output(DirectoryInfo here, string backend) =>
        Path.GetFullPath(Path.Combine(here.FullName, "..", "..", backend == "cpu" ? Name : $"{Name}.{backend}", here.Name, Program));

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
