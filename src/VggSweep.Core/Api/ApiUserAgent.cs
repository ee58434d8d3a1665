namespace VggSweep.Core.Api;

/// <summary>
/// How the AppHost and the command line name themselves to a coordinator. They read again every few seconds, so what they
/// read makes no trace; what they ask for does.
/// </summary>
public static class ApiUserAgent
{
    public const string Value = "VggSweep";
}
