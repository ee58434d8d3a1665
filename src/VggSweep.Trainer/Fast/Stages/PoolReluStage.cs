using static TorchSharp.torch;

namespace VggSweep.Trainer.Fast.Stages;

/// <summary><see cref="PoolRelu"/>. The gradient of its input takes the input's own place.</summary>
internal sealed unsafe class PoolReluStage(PoolRelu pool, Lanes lanes) : Stage
{
    private Tensor? input;
    private Tensor? marks;

    public override Tensor Forward(Tensor input, bool isTraining)
    {
        this.input = input;
        var n = (int)input.shape[0];
        var output = empty(n, pool.PooledHeight, pool.PooledWidth, pool.Channels, input.dtype);
        marks = empty((long)n * pool.Marks, ScalarType.Int32);
        var (isHalf, kernel) = (input.dtype == ScalarType.BFloat16, pool);
        var from = Memory.Of(input);
        var to = Memory.Of(output);
        var mark = (uint*)Memory.Of(marks);
        lanes.Run(n, (_, first, end) =>
        {
            if (isHalf)
            {
                kernel.Forward<Bf16>(first, end, from, to, mark);
            }
            else
            {
                kernel.Forward<Fp32>(first, end, from, to, mark);
            }
        });
        if (!isTraining)
        {
            input.Dispose();
            marks.Dispose();
        }

        return output;
    }

    public override Tensor? Backward(Tensor gradient, StepTerms terms)
    {
        var (isHalf, kernel) = (gradient.dtype == ScalarType.BFloat16, pool);
        var given = Memory.Of(gradient);
        var mark = (uint*)Memory.Of(marks!);
        var to = Memory.Of(input!);
        lanes.Run((int)gradient.shape[0], (_, first, end) =>
        {
            if (isHalf)
            {
                kernel.Backward<Bf16>(first, end, given, mark, to);
            }
            else
            {
                kernel.Backward<Fp32>(first, end, given, mark, to);
            }
        });
        gradient.Dispose();
        marks!.Dispose();
        return input;
    }
}
