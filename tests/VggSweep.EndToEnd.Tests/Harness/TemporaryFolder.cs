namespace VggSweep.EndToEnd.Tests.Harness;

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("vggsweep-").FullName;

    public string Home => System.IO.Path.Combine(Path, ".vggsweep");

    public string Write(string name, string text)
    {
        var file = System.IO.Path.Combine(Path, name);
        File.WriteAllText(file, text);
        return file;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
