namespace VggSweep.Client;

/// <summary>A request to a coordinator failed; the message is for a person.</summary>
public sealed class CoordinatorProblemException(CoordinatorProblemKind kind, string message) : Exception(message)
{
    public CoordinatorProblemKind Kind => kind;
}
