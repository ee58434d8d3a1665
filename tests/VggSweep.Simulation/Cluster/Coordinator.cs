using VggSweep.Simulation.Virtual;

namespace VggSweep.Simulation.Cluster;

/// <summary>One coordinator's process and the grains in it.</summary>
/// <param name="make">Makes a grain of that key.</param>
internal sealed class Coordinator(EventLoop loop, string name, Func<Coordinator, GrainKey, IGrainContext, IGrainBase> make)
{
    private readonly Dictionary<GrainKey, Activation> activations = [];

    public EventLoop Loop => loop;

    public Node Node { get; } = new(loop, name);

    /// <summary>False once the others take it for dead; it may go on for a while without knowing that.</summary>
    public bool IsListed { get; set; } = true;

    /// <summary>Runs on the coordinator's node.</summary>
    public void Receive(GrainKey key, Activation.Request request)
    {
        if (!activations.TryGetValue(key, out var activation))
        {
            activation = new Activation(this, key, context => make(this, key, context));
            activations[key] = activation;
            activation.Receive(request);
            _ = activation.ActivateAsync();
        }
        else
        {
            activation.Receive(request);
        }
    }

    public void Forget(GrainKey key, Activation activation)
    {
        if (activations.GetValueOrDefault(key) == activation)
        {
            activations.Remove(key);
        }
    }
}
