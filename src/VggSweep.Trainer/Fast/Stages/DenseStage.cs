using VggSweep.Trainer.Models;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Fast.Stages;

/// <summary>
/// A dense layer, (N, K) to (N, U). In fp32 by <see cref="MatrixProduct"/>, which adds the gradient straight into the
/// momenta or the weights; in bf16, and where a layer is narrow, by libtorch.
/// </summary>
/// <param name="type">In which it computes; takes and gives what comes.</param>
internal sealed unsafe class DenseStage(int inputs, int units, Weight weight, Weight bias, ScalarType type, Lanes lanes) : Stage
{
    /// <summary>Below, packing costs more than it saves.</summary>
    private const int NarrowUnits = 64;

    private readonly MatrixProduct product = new(lanes);
    private readonly bool isOurs = type == ScalarType.Float32 && units >= NarrowUnits && inputs >= NarrowUnits && MatrixProduct.IsSupported;
    private Tensor? input;
    private ScalarType given;

    public override Tensor Forward(Tensor input, bool isTraining)
    {
        given = input.dtype;
        var x = As(input, type);
        Tensor output;
        if (isOurs)
        {
            output = Product(x);
            output.add_(bias.Values, Scalars.One);
        }
        else
        {
            using var transposed = weight.Used.t();
            output = addmm(bias.Used, x, transposed, 1, 1);
        }

        if (isTraining)
        {
            this.input = x;
        }
        else
        {
            x.Dispose();
        }

        return output;
    }

    public override Tensor? Backward(Tensor gradient, StepTerms terms)
    {
        var g = As(gradient, type);
        var n = (int)g.shape[0];
        Tensor back;
        if (isOurs)
        {
            back = empty(n, inputs);
            product.Multiply(n, inputs, units, Memory.Floats(g), Memory.Floats(weight.Values), Memory.Floats(back), 1, 0);
            AddProduct(g, n, terms);
        }
        else
        {
            using var turned = g.t();
            back = mm(g, weight.Used);
            using var products = mm(turned, input!);
            weight.Take(products, terms);
        }

        using (var sums = g.sum(0, type: ScalarType.Float32))
        {
            bias.Take(sums, terms);
        }

        input!.Dispose();
        g.Dispose();
        return As(back, given);
    }

    /// <summary>The weights stand to the left, as they are: only the activations are turned over.</summary>
    private Tensor Product(Tensor x)
    {
        var n = (int)x.shape[0];
        using var turned = empty(inputs, n);
        using var result = empty(units, n);
        product.Transpose(n, inputs, Memory.Floats(x), Memory.Floats(turned));
        product.Multiply(units, n, inputs, Memory.Floats(weight.Values), Memory.Floats(turned), Memory.Floats(result), 1, 0);
        var output = empty(n, units);
        product.Transpose(units, n, Memory.Floats(result), Memory.Floats(output));
        return output;
    }

    /// <summary>Adds the weights' gradient where it is wanted: without momentum and in one piece, to the weights themselves.</summary>
    private void AddProduct(Tensor g, int n, StepTerms terms)
    {
        using var turned = empty(units, n);
        product.Transpose(n, units, Memory.Floats(g), Memory.Floats(turned));
        void Add(Tensor to, float alpha, float beta) =>
            product.Multiply(units, inputs, n, Memory.Floats(turned), Memory.Floats(input!), Memory.Floats(to), alpha, beta);
        if (weight.Momenta is { } momenta)
        {
            Add(momenta, 1, terms.IsFirst ? terms.Sgd.Momentum : 1);
            if (terms.IsLast)
            {
                weight.Update(terms.Sgd, null);
            }
        }
        else if (terms is { IsFirst: true, IsLast: true })
        {
            Add(weight.Values, -terms.Sgd.Lr, 1 - (terms.Sgd.Lr * terms.Sgd.WeightDecay));
        }
        else
        {
            Add(weight.Gradient(terms.IsFirst), 1, 1);
            if (terms.IsLast)
            {
                weight.UpdateFromSums(terms.Sgd);
            }
        }
    }
}
