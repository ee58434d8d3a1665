using Orleans.Timers;
using VggSweep.Simulation.Virtual;

namespace VggSweep.Simulation.Cluster;

/// <summary>
/// One grain in one coordinator, with Orleans' rules: it is activated before its first request, takes one request at a
/// time unless it is reentrant, and after it was deactivated the next request makes another.
/// </summary>
internal sealed class Activation
{
    private readonly Queue<Request> waiting = new();
    private readonly Coordinator coordinator;
    private readonly GrainKey key;
    private readonly IGrainBase grain;
    private bool isActive;
    private bool isLeaving;
    private int running;

    public Activation(Coordinator coordinator, GrainKey key, Func<IGrainContext, IGrainBase> make)
    {
        (this.coordinator, this.key) = (coordinator, key);
        var services = new Services(new Timers(this));
        var id = GrainId.Create(key.Interface.Name, key.Key);
        grain = make(Stub.Of<IGrainContext>(new()
        {
            ["get_GrainId"] = (_, _) => id,
            ["get_ActivationServices"] = (_, _) => services,
            ["Deactivate"] = (_, _) =>
            {
                isLeaving = true;
                return null;
            },
        }));
    }

    private bool IsReentrant => key.Interface == typeof(Core.Grains.ILeaseBookGrain);

    public void Receive(Request request)
    {
        waiting.Enqueue(request);
        Pump();
    }

    /// <summary>Refuses the requests that wait when the grain cannot be activated.</summary>
    public async Task ActivateAsync()
    {
        try
        {
            await grain.OnActivateAsync(CancellationToken.None);
            isActive = true;
            Pump();
        }
        catch (Exception exception)
        {
            coordinator.Forget(key, this);
            foreach (var request in waiting)
            {
                request.Refuse(exception);
            }
        }
    }

    private void Pump()
    {
        while (isActive && !isLeaving && (IsReentrant || running == 0) && waiting.TryDequeue(out var request))
        {
            _ = RunAsync(request);
        }

        if (isLeaving && running == 0)
        {
            coordinator.Forget(key, this);
            while (waiting.TryDequeue(out var request))
            {
                coordinator.Receive(key, request);
            }
        }
    }

    private async Task RunAsync(Request request)
    {
        running++;
        await request.Run(grain);
        running--;
        Pump();
    }

    /// <param name="Run">Calls the grain and sends the answer; never fails.</param>
    /// <param name="Refuse">Sends that there is no such grain for now.</param>
    public sealed record Request(Func<IGrainBase, Task> Run, Action<Exception> Refuse);

    private sealed class Services(ITimerRegistry timers) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(ITimerRegistry) ? timers : null;
    }

    /// <summary>The next tick is due a period after the last one has ended.</summary>
    private sealed class Timers(Activation activation) : ITimerRegistry
    {
        public IDisposable RegisterTimer(
            IGrainContext grainContext, Func<object?, Task> callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            throw new NotSupportedException();

        public IGrainTimer RegisterGrainTimer<TState>(
            IGrainContext grainContext, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
        {
            Arm(options.DueTime);
            return Stub.Of<IGrainTimer>([]);

            void Arm(TimeSpan due) => activation.coordinator.Loop.After(due, activation.coordinator.Node, () => _ = TickAsync());

            async Task TickAsync()
            {
                if (activation.isLeaving)
                {
                    return;
                }

                if (options.Interleave)
                {
                    await callback(state, CancellationToken.None);
                    Arm(options.Period);
                    return;
                }

                activation.Receive(new Request(
                    async _ =>
                    {
                        await callback(state, CancellationToken.None);
                        Arm(options.Period);
                    },
                    _ => { }));
            }
        }
    }
}

/// <summary>A grain's class and its key.</summary>
internal readonly record struct GrainKey(Type Interface, string Key);
