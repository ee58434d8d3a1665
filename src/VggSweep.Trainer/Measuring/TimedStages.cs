using TorchSharp;
using VggSweep.Core.Networks;
using VggSweep.Core.Sweeps;
using VggSweep.Trainer.Fast;
using VggSweep.Trainer.Fast.Stages;
using VggSweep.Trainer.Models;
using VggSweep.Trainer.Training;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Measuring;

/// <summary>A trial's network as its trainer computes it, stage by stage under a clock.</summary>
internal sealed class TimedStages : IDisposable
{
    private readonly List<Weight> weights = [];
    private readonly TorchNetwork network;
    private readonly SgdOptimizer optimizer;
    private readonly List<Stage> stages;
    private readonly TrialParameters trial;
    private readonly NetworkShape shape;
    private readonly Func<double> clock;

    /// <param name="clock">Seconds since any moment.</param>
    public TimedStages(TrialParameters trial, int threads, bool inBf16, Func<double> clock)
    {
        (this.trial, this.clock, shape) = (trial, clock, TrialNetwork.Of(trial).Value!);
        network = new TorchNetwork(shape);
        optimizer = new SgdOptimizer(network.Parameters, trial);
        var builder = new StageBuilder(
            network, optimizer, shape, new Lanes(threads), inBf16 ? ScalarType.BFloat16 : ScalarType.Float32, weights);
        stages = builder.Build();
        var firsts = builder.Starts.ConvertAll(start => start.Layer);
        Layers = [.. firsts.Zip([.. firsts.Skip(1), shape.Layers.Count], (first, end) => shape.Layers.Take(first..end).ToList())];
    }

    /// <summary>Of each stage.</summary>
    public IReadOnlyList<IReadOnlyList<LayerShape>> Layers { get; }

    /// <summary>
    /// The best of some steps on noise, as each stage had it: what else the machine does makes a step longer and never
    /// shorter.
    /// </summary>
    public (double Forward, double Backward)[] BestOf(int steps)
    {
        var best = stages.Select(_ => (Forward: double.PositiveInfinity, Backward: double.PositiveInfinity)).ToArray();
        for (var step = 0; step < steps; step++)
        {
            best = [.. best.Zip(Step(), (left, right) => (Math.Min(left.Forward, right.Forward), Math.Min(left.Backward, right.Backward)))];
        }

        return best;
    }

    public void Dispose()
    {
        weights.ForEach(weight => weight.Dispose());
        optimizer.Dispose();
        network.Dispose();
    }

    private (double Forward, double Backward)[] Step()
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var seconds = new (double Forward, double Backward)[stages.Count];
        var value = rand(trial.BatchSize, shape.Resolution, shape.Resolution, 1);
        for (var index = 0; index < stages.Count; index++)
        {
            var begun = clock();
            stages[index].Begin(trial.BatchSize);
            value = stages[index].Forward(value, isTraining: true);
            seconds[index].Forward = clock() - begun;
        }

        using var small = 1e-3.ToScalar();
        Tensor? gradient = randn_like(value).mul_(small);
        var sgd = new Sgd(1e-3f, (float)trial.Momentum, (float)trial.WeightDecay);
        for (var index = stages.Count - 1; index >= 0; index--)
        {
            var begun = clock();
            gradient = stages[index].Backward(gradient!, new StepTerms(sgd, IsFirst: true, IsLast: true));
            seconds[index].Backward = clock() - begun;
        }

        return seconds;
    }
}
