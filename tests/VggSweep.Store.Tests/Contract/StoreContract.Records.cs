using CsCheck;
using VggSweep.Core.Trials;

namespace VggSweep.Store.Tests;

/// <content>Epochs, and all calls about a trial in any order.</content>
public abstract partial class StoreContract
{
    private static readonly double[] Extremes = [double.Epsilon, double.MaxValue, Math.BitIncrement(0.1), Math.BitDecrement(1), 1d / 3];

    [Fact]
    public async Task A_repeated_epoch_is_compared_to_the_last_bit_and_never_written_again()
    {
        var sweep = await Store.SweepAsync();
        await Store.LeaseAsync(sweep, 1, 0, "a");
        await Store.RecordEpochAsync(sweep, 1, 1, Given.Epoch(1, 0.1));

        Assert.IsType<RecordResult.Known>(await Store.RecordEpochAsync(sweep, 1, 1, Given.Epoch(1, 0.1) with { Seconds = 9 }));
        var different = await Store.RecordEpochAsync(sweep, 1, 1, Given.Epoch(1, Math.BitIncrement(0.1)));
        Assert.Equal(new RecordResult.NotReproducible(0.1), different);
        Assert.Equal(new RecordResult.OutOfOrder(1), await Store.RecordEpochAsync(sweep, 1, 1, Given.Epoch(3)));
        Assert.Equal(1.25, (await Store.TrialAsync(sweep, 1))!.Seconds);
        Assert.Single(await Store.EpochsAsync(sweep, 1));
    }

    [Fact]
    public async Task A_repeated_epoch_of_a_tuned_path_may_have_other_bits()
    {
        var sweep = await Store.SweepAsync();
        await Store.LeaseAsync(sweep, 1, 0, "a");
        Assert.True(await Store.RecordPathAsync(sweep, 1, 1, "tf32, tuned"));
        await Store.RecordEpochAsync(sweep, 1, 1, Given.Epoch(1, 0.1));

        var known = Assert.IsType<RecordResult.Known>(await Store.RecordEpochAsync(sweep, 1, 1, Given.Epoch(1, Math.BitIncrement(0.1))));
        Assert.Equal(0.1, known.Epoch.TrainLoss);
    }

    [Fact]
    public async Task A_trial_completed_without_all_its_epochs_is_a_violation()
    {
        var sweep = await Store.SweepAsync(epochs: 2);
        await Store.LeaseAsync(sweep, 1, 0, "a");
        await Store.RecordEpochAsync(sweep, 1, 1, Given.Epoch(1));
        await Store.EndAsync(sweep, 1, 1, new TrialOutcome.Completed(0.3, 0.9, Given.Checkpoint(1, 0, 1), 1), TrialState.Completed);
        Assert.Equal([$"{sweep}/1: the trial is completed with 1 of 2 epochs"], await StoreInvariants.CheckAsync(Store, sweep));
    }

    [Fact]
    public async Task Doubles_come_back_with_every_bit() =>
        await Gen
            .OneOf(Gen.Double[0, 1e308], Gen.Int[0, Extremes.Length - 1].Select(index => Extremes[index])).Array[1, 50]
            .SampleAsync(async losses =>
            {
                var sweep = await Store.SweepAsync();
                await Store.LeaseAsync(sweep, 1, 0, "a");
                foreach (var (loss, index) in losses.Select((loss, index) => (loss, index)))
                {
                    await Store.RecordEpochAsync(sweep, 1, 1, Given.Epoch(index + 1, loss));
                }

                Assert.Equal(losses, (await Store.EpochsAsync(sweep, 1)).Select(row => row.TrainLoss));
            }, iter: 5, threads: 1);

    /// <summary>
    /// Any order of calls by holders old and new is answered as the model answers, and leaves rows that hold the
    /// invariants.
    /// </summary>
    [Fact]
    public async Task Any_interleaving_of_holders_is_answered_as_the_model_says()
    {
        var step = Gen.Select(
            Gen.Enum<TrialModel.Call>(), Gen.Frequency((4, Gen.Const(0)), (1, Gen.Int[1, 3])), Gen.Int[0, 4],
            Gen.Int[0, 9]);
        await step.Array[1, 30].SampleAsync(async steps =>
        {
            var sweep = await Store.SweepAsync();
            var model = new TrialModel();
            foreach (var (call, behind, epoch, variant) in steps)
            {
                var fence = Math.Max(0, model.Fence - behind);
                var expected = model.Answer(call, fence, epoch, variant);
                Assert.Equal((call, expected), (call, await TrialModel.AskAsync(Store, sweep, call, fence, epoch, variant)));
                Assert.Equal((call, model.ToString()), (call, TrialModel.Describe((await Store.TrialAsync(sweep, 1))!)));
                Assert.Empty(await StoreInvariants.CheckAsync(Store, sweep));
            }
        }, iter: 100, threads: 1);
    }

    [Fact]
    public async Task What_was_answered_is_there_when_the_store_is_opened_again()
    {
        var sweep = await Store.SweepAsync();
        await Store.LeaseAsync(sweep, 1, 0);
        await Store.RecordEpochAsync(sweep, 1, 1, Given.Epoch(1));
        await ReopenAsync();
        Assert.Equal(Given.Epoch(1), Assert.Single(await Store.EpochsInOrderAsync(sweep)).ToRecord());
        Assert.IsType<RecordResult.Recorded>(await Store.RecordEpochAsync(sweep, 1, 1, Given.Epoch(2)));
    }
}
