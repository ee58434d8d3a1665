using System.Collections.Concurrent;

namespace VggSweep.Worker.Slots;

/// <summary>The newest sign of life of each busy slot. Never stored: it is gone with the process.</summary>
public sealed class SlotBoard
{
    private readonly ConcurrentDictionary<int, SlotView> slots = new();

    /// <summary>The busy slots, by number.</summary>
    public IReadOnlyList<SlotView> Busy => [.. slots.Values.OrderBy(view => view.Slot)];

    internal void Show(SlotView view) => slots[view.Slot] = view;

    internal void Clear(int slot) => slots.TryRemove(slot, out _);
}
