using VggSweep.Core.Networks;

namespace VggSweep.Core.Sweeps.Planning;

/// <summary>
/// Seconds of a training step by kind of layer, forward and backward, as a calibration measured them on one machine
/// with one thread count.
/// </summary>
/// <param name="ConvolutionMac">Of a MAC of a convolution, counted forward and once an image.</param>
/// <param name="ConvolutionByte">Of a byte that a convolution reads or writes forward, counted in fp32.</param>
/// <param name="ConvolutionCall">Of a convolution once a step, however small: calls into libtorch, and weights laid out anew.</param>
/// <param name="DenseMac">Of a MAC of a dense layer.</param>
/// <param name="WeightByte">Of a byte of a dense layer's weights, once a step: they are read, updated and written.</param>
/// <param name="OtherByte">Of a byte that any other layer reads or writes forward.</param>
public sealed record LayerRates(
    double ConvolutionMac, double ConvolutionByte, double ConvolutionCall, double DenseMac, double WeightByte,
    double OtherByte)
{
    private const long Float = 4;

    /// <summary>Seconds of one step on so many images.</summary>
    public double StepSeconds(NetworkShape shape, int images) => shape.Layers.Sum(layer => Seconds(layer, images));

    /// <summary>The rates that come nearest to what stages took, by relative error.</summary>
    /// <param name="measured">
    /// Layers with the seconds that a step of so many images took. In batches of more than one size: at one alone a dense layer's
    /// MACs cannot be told from its weights.
    /// </param>
    public static LayerRates Fit(IReadOnlyList<(LayerShape Layer, int Images, double Seconds)> measured)
    {
        var convolution = Fit([.. measured.Where(one => one.Layer.Layer is Layer.Convolution)
            .Select(one => (new[] { (double)one.Images * one.Layer.Macs, (double)one.Images * Bytes(one.Layer), 1 }, one.Seconds))]);
        var dense = Fit([.. measured.Where(one => one.Layer.Layer is Layer.Dense)
            .Select(one => (new[] { (double)one.Images * one.Layer.Macs, (double)Float * one.Layer.Params }, one.Seconds))]);
        var others = measured.Where(one => one.Layer.Layer is not (Layer.Convolution or Layer.Dense)).ToList();
        return new LayerRates(
            convolution[0], convolution[1], convolution[2], dense[0], dense[1],
            others.Sum(one => one.Seconds) / others.Sum(one => (double)one.Images * Bytes(one.Layer)));
    }

    private static long Bytes(LayerShape layer) => Float * (layer.InputSize + layer.OutputSize);

    private double Seconds(LayerShape layer, int images) => layer.Layer switch
    {
        Layer.Convolution => (images * ((ConvolutionMac * layer.Macs) + (ConvolutionByte * Bytes(layer)))) + ConvolutionCall,
        Layer.Dense => (images * DenseMac * layer.Macs) + (WeightByte * Float * layer.Params),
        _ => images * OtherByte * Bytes(layer),
    };

    /// <summary>Least squares of the relative errors, none of the rates negative, by descent along one rate after the other.</summary>
    private static double[] Fit(IReadOnlyList<(double[] Amounts, double Seconds)> points)
    {
        const int Rounds = 100_000;
        var rates = new double[points[0].Amounts.Length];
        var rows = points.Select(point => point.Amounts.Select(amount => amount / point.Seconds).ToArray()).ToList();
        var products = rates.Select((_, i) => rates.Select((_, j) => rows.Sum(row => row[i] * row[j])).ToArray()).ToArray();
        var sums = rates.Select((_, i) => rows.Sum(row => row[i])).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < rates.Length; i++)
            {
                var others = 0.0;
                for (var j = 0; j < rates.Length; j++)
                {
                    others += j == i ? 0 : products[i][j] * rates[j];
                }

                rates[i] = Math.Max(0, (sums[i] - others) / products[i][i]);
            }
        }

        return rates;
    }
}
