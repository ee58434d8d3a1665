using VggSweep.Core.Grains;
using VggSweep.Simulation.Virtual;

namespace VggSweep.Simulation.Cluster;

/// <summary>Carries calls to grains: late, twice, or not at all.</summary>
internal sealed class Network(EventLoop loop, Draws draws)
{
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(30);

    private readonly Dictionary<GrainKey, Coordinator> directory = [];
    private readonly Dictionary<(Node From, GrainKey To), Coordinator> remembered = [];

    public List<Coordinator> Coordinators { get; } = [];

    /// <summary>Nodes that no message reaches or leaves.</summary>
    public HashSet<Node> CutOff { get; } = [];

    /// <summary>Nodes that no message reaches; what they send arrives.</summary>
    public HashSet<Node> Deaf { get; } = [];

    /// <summary>Nodes all of whose messages are late.</summary>
    public HashSet<Node> Slow { get; } = [];

    public double Loss { get; set; }

    public double Repetition { get; set; }

    /// <summary>Share of the messages that are late, beyond the end of a lease.</summary>
    public double Lateness { get; set; }

    public Task<T> CallAsync<TGrain, T>(Node from, GrainKey to, Func<TGrain, Task<T>> call)
        where TGrain : class
    {
        var answer = new TaskCompletionSource<T>();
        loop.After(ResponseTimeout, from, () =>
        {
            if (!answer.Task.IsCompleted)
            {
                answer.SetException(new TimeoutException($"No answer of {to.Key} within {ResponseTimeout}."));
            }
        });
        Send(from, to, call, answer);
        if (draws.Chance(Repetition))
        {
            Send(from, to, call, new TaskCompletionSource<T>());
        }

        return answer.Task;
    }

    private void Send<TGrain, T>(Node from, GrainKey to, Func<TGrain, Task<T>> call, TaskCompletionSource<T> answer)
        where TGrain : class
    {
        if (HostOf(from, to) is not { } host)
        {
            loop.After(Delay(from, from), from, () => answer.TrySetException(new SiloUnavailableException("There is no coordinator.")));
            return;
        }

        if (host.Node.IsDead)
        {
            // A connection that breaks says so sooner than the timeout.
            loop.After(draws.Time(0.1, 2), from, () => answer.TrySetException(new SiloUnavailableException($"{host.Node.Name} is gone.")));
            return;
        }

        Carry(from, host.Node, () => host.Receive(to, new Activation.Request(
            async grain =>
            {
                try
                {
                    var result = await call((TGrain)(object)grain);
                    Carry(host.Node, from, () => answer.TrySetResult(result));
                }
                catch (Exception exception)
                {
                    Carry(host.Node, from, () => answer.TrySetException(exception));
                }
            },
            exception => Carry(host.Node, from, () => answer.TrySetException(
                exception is StoreAwayException ? exception : new SiloUnavailableException(exception.Message, exception))))));
    }

    private void Carry(Node from, Node to, Action deliver)
    {
        if (from == to)
        {
            loop.At(loop.Now, to, deliver);
        }
        else if (!CutOff.Contains(from) && !CutOff.Contains(to) && !Deaf.Contains(to) && !draws.Chance(Loss))
        {
            loop.After(Delay(from, to), to, deliver);
        }
    }

    private TimeSpan Delay(Node from, Node to) =>
        Slow.Contains(from) || Slow.Contains(to) || draws.Chance(Lateness) ? draws.Time(0.05, 25) : draws.Time(0.0002, 0.02);

    /// <summary>A coordinator that is taken for dead hosts its own grains still, and callers may remember it.</summary>
    private Coordinator? HostOf(Node from, GrainKey to)
    {
        if (Coordinators.Find(coordinator => coordinator.Node == from && !coordinator.IsListed) is { } outcast)
        {
            return outcast;
        }

        if (remembered.TryGetValue((from, to), out var last) && (last.IsListed || (!last.Node.IsDead && draws.Chance(0.5))))
        {
            return last;
        }

        if (!directory.TryGetValue(to, out var host) || !host.IsListed)
        {
            var listed = Coordinators.FindAll(coordinator => coordinator.IsListed);
            if (listed.Count == 0)
            {
                return null;
            }

            directory[to] = host = draws.Of(listed);
        }

        return remembered[(from, to)] = host;
    }
}
