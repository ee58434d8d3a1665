using VggSweep.Core.Grains;
using VggSweep.Simulation.Cluster;
using VggSweep.Simulation.Planted;

namespace VggSweep.Simulation;

/// <summary>
/// What the invariants are worth: faults planted beside the real code are found within a few histories.
/// <c>VGGSWEEP_HISTORIES</c> says how many are run, to count in how many of them.
/// </summary>
public sealed class PlantedFaults(ITestOutputHelper output)
{
    private const int Most = 60;

    [Fact]
    public void Epochs_recorded_without_a_fence_are_found() =>
        AssertFound("had begun", seed => new World(seed, plantStatement: WithoutFence.Of));

    [Fact]
    public void A_lease_given_without_the_store_is_found() =>
        AssertFound("both recorded", WithBook(book => new FaultyBook.GivesTwice(book)));

    [Fact]
    public void A_lost_requeue_is_found() =>
        AssertFound("not over", WithBook(book => new FaultyBook.LosesRequeues(book)));

    [Fact]
    public void A_lease_on_a_worker_that_does_not_suit_is_found() =>
        AssertFound("does not suit it", WithBook(book => new FaultyBook.IgnoresNeeds(book)));

    [Fact]
    public void An_exact_resume_on_other_arithmetic_is_found() =>
        AssertFound("must resume exactly", WithBook(book => new FaultyBook.MixesArithmetic(book)));

    [Fact]
    public void The_same_seed_gives_the_same_history() =>
        Assert.Equal(History.Run(7).Events, History.Run(7).Events);

    private static Func<long, World> WithBook(Func<IGrainBase, IGrainBase> plant) =>
        seed => new World(seed, plant: grain => grain is ILeaseBookGrain ? plant(grain) : grain);

    /// <summary>A fault may show as something else first.</summary>
    private void AssertFound(string violation, Func<long, World> make)
    {
        bool IsFound(long seed) => History.Run(seed, make).Violations.Any(one => one.Contains(violation, StringComparison.Ordinal));
        if (Setting.Histories is { } count)
        {
            var shows = Enumerable.Range(1, (int)count).AsParallel().Count(seed => IsFound(seed));
            output.WriteLine($"found by {shows} of {count} histories");
            Assert.NotEqual(0, shows);
            return;
        }

        var found = Enumerable.Range(1, Most).FirstOrDefault(seed => IsFound(seed));
        output.WriteLine($"found by history {found}");
        Assert.NotEqual(0, found);
    }
}
