namespace VggSweep.AppHost.Commands;

/// <summary>The coordinator refused or cannot be reached; the message is for a person.</summary>
internal sealed class ApiProblemException(string message) : Exception(message);
