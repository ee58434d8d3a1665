using VggSweep.Core.Sweeps;
using VggSweep.Trainer.Training;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Tests;

[Collection(OneAtATime.Name)]
public sealed class TrainingRules
{
    [Theory]
    [InlineData(LrSchedule.Constant, 0.1, 0.1, 0.1)]
    [InlineData(LrSchedule.Linear, 0.1, 0.05, 0.001)]
    [InlineData(LrSchedule.Cosine, 0.1, 0.05, 0.0000247)]
    public void The_learning_rate_reaches_zero_after_the_last_step(LrSchedule schedule, double first, double middle, double last)
    {
        var trial = new TrialParameters { Lr = 0.1, LrSchedule = schedule };
        Assert.Equal(first, LearningRate.At(trial, 0, 100));
        Assert.Equal(middle, LearningRate.At(trial, 50, 100), 1e-12);
        Assert.Equal(last, LearningRate.At(trial, 99, 100), 1e-7); // cosine: 0.05·(1 + cos 0.99π)
    }

    [Fact]
    public void Libtorchs_words_for_too_little_memory_are_known()
    {
        var refusal = Record.Exception(() => empty(1L << 60, ScalarType.Byte));
        Assert.NotNull(refusal);
        Assert.True(TrialTrainer.IsOutOfMemory(refusal), refusal.Message);
    }

    [Fact]
    public void A_wrong_shape_is_no_want_of_memory()
    {
        var refusal = Record.Exception(() => mm(zeros(2, 3), zeros(2, 3)));
        Assert.NotNull(refusal);
        Assert.False(TrialTrainer.IsOutOfMemory(refusal), refusal.Message);
    }
}
