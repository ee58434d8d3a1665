namespace VggSweep.ServiceDefaults;

/// <summary>A program cannot start as it is configured; the message names the key, the reason and the mend.</summary>
public sealed class ConfigurationProblemException(string message) : Exception(message);
