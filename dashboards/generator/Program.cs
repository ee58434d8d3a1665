using VggSweep.Dashboards;

// Writes the dashboards and the rules anew: dotnet run --project dashboards/generator -- dashboards
if (args is not [var folder])
{
    Console.Error.WriteLine("usage: VggSweep.Dashboards FOLDER");
    return 2;
}

foreach (var (path, text) in GeneratedFiles.All)
{
    File.WriteAllText(Path.Combine(folder, path), text);
}

return 0;
