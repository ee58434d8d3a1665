namespace VggSweep.AppHost;

/// <summary>Ports and mounts that the Compose file and the model share.</summary>
internal static class ComposeServices
{
    public const string DataMount = "/data";
    public const string FilesMount = "/files";

    public const int ApiPort = 5080;
}
