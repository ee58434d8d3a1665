using VggSweep.Core.Grains;
using VggSweep.Simulation.Cluster;
using VggSweep.Simulation.Planted;

namespace VggSweep.Simulation;

/// <summary>What the invariants are worth: faults planted beside the real code are found within a few histories.</summary>
public sealed class PlantedFaults
{
    private const int Most = 60;

    [Fact]
    public void Epochs_recorded_without_a_fence_are_found() =>
        Assert.Contains("had begun", Find(seed => new World(seed, interceptors: [new WithoutFence()])), StringComparison.Ordinal);

    [Fact]
    public void A_lease_given_without_the_store_is_found() =>
        Assert.Contains("both recorded", Find(WithBook(book => new FaultyBook.GivesTwice(book))), StringComparison.Ordinal);

    [Fact]
    public void A_lost_requeue_is_found() =>
        Assert.Contains("not over", Find(WithBook(book => new FaultyBook.LosesRequeues(book))), StringComparison.Ordinal);

    [Fact]
    public void A_lease_on_a_worker_that_does_not_suit_is_found() =>
        Assert.Contains("does not suit it", Find(WithBook(book => new FaultyBook.IgnoresNeeds(book))), StringComparison.Ordinal);

    [Fact]
    public void An_exact_resume_on_other_arithmetic_is_found() =>
        Assert.Contains("must resume exactly", Find(WithBook(book => new FaultyBook.MixesArithmetic(book))), StringComparison.Ordinal);

    [Fact]
    public void The_same_seed_gives_the_same_history() =>
        Assert.Equal(History.Run(7).Events, History.Run(7).Events);

    private static Func<long, World> WithBook(Func<IGrainBase, IGrainBase> plant) =>
        seed => new World(seed, plant: grain => grain is ILeaseBookGrain ? plant(grain) : grain);

    /// <summary>The first violations that any of the histories shows; empty when none does.</summary>
    private static string Find(Func<long, World> make) =>
        Enumerable.Range(1, Most).Select(seed => string.Join('\n', History.Run(seed, make).Violations)).FirstOrDefault(violations => violations.Length > 0) ?? "";
}
