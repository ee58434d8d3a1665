namespace VggSweep.AppHost.Servers;

/// <summary>A server that runs as a program of this machine, in the place of a container.</summary>
internal sealed class LocalServerResource(string name, string command, string folder) : ExecutableResource(
    name, command, folder), IResourceWithConnectionString
{
    /// <summary>Where it listens.</summary>
    public EndpointReference Endpoint => field ??= new(this, "tcp");

    public required Func<LocalServerResource, ReferenceExpression> Connection { private get; init; }

    public ReferenceExpression ConnectionStringExpression => Connection(this);
}
