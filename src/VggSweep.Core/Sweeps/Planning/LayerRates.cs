using VggSweep.Core.Networks;

namespace VggSweep.Core.Sweeps.Planning;

/// <summary>Seconds of a training step by kind of layer, forward and backward, as a calibration measured them on one machine with one thread count.</summary>
/// <param name="ConvolutionMac">Of a MAC of a convolution, counted forward and once an image.</param>
/// <param name="ConvolutionByte">Of a byte that a convolution reads or writes forward, counted in fp32.</param>
/// <param name="DenseMac">Of a MAC of a dense layer.</param>
/// <param name="WeightByte">Of a byte of a dense layer's weights, once a step: they are read, updated and written.</param>
/// <param name="OtherByte">Of a byte that any other layer reads or writes forward.</param>
public sealed record LayerRates(double ConvolutionMac, double ConvolutionByte, double DenseMac, double WeightByte, double OtherByte)
{
    private const long Float = 4;

    /// <summary>Seconds of one step on so many images.</summary>
    public double StepSeconds(NetworkShape shape, int images) => shape.Layers.Sum(layer => Seconds(layer, images));

    /// <summary>The rates that come nearest to what stages took, by relative error.</summary>
    /// <param name="measured">Layers with the seconds that their steps of <paramref name="images"/> took.</param>
    public static LayerRates Fit(IReadOnlyList<(LayerShape Layer, double Seconds)> measured, int images)
    {
        var (mac, bytes) = Fit([.. measured.Where(one => one.Layer.Layer is Layer.Convolution)
            .Select(one => ((double)images * one.Layer.Macs, (double)images * Bytes(one.Layer), one.Seconds))]);
        var (dense, weight) = Fit([.. measured.Where(one => one.Layer.Layer is Layer.Dense)
            .Select(one => ((double)images * one.Layer.Macs, (double)Float * one.Layer.Params, one.Seconds))]);
        var others = measured.Where(one => one.Layer.Layer is not (Layer.Convolution or Layer.Dense)).ToList();
        return new LayerRates(mac, bytes, dense, weight, others.Sum(one => one.Seconds) / others.Sum(one => (double)images * Bytes(one.Layer)));
    }

    private static long Bytes(LayerShape layer) => Float * (layer.InputSize + layer.OutputSize);

    private double Seconds(LayerShape layer, int images) => layer.Layer switch
    {
        Layer.Convolution => images * ((ConvolutionMac * layer.Macs) + (ConvolutionByte * Bytes(layer))),
        Layer.Dense => (images * DenseMac * layer.Macs) + (WeightByte * Float * layer.Params),
        _ => images * OtherByte * Bytes(layer),
    };

    /// <summary>Least squares of the relative errors in two variables; where one would be negative it is left out.</summary>
    private static (double X, double Y) Fit(IReadOnlyList<(double X, double Y, double Seconds)> points)
    {
        var rows = points.Select(point => (X: point.X / point.Seconds, Y: point.Y / point.Seconds)).ToList();
        var (xx, xy, yy) = (rows.Sum(row => row.X * row.X), rows.Sum(row => row.X * row.Y), rows.Sum(row => row.Y * row.Y));
        var (x, y) = (rows.Sum(row => row.X), rows.Sum(row => row.Y));
        var determinant = (xx * yy) - (xy * xy);
        var (ofX, ofY) = (((x * yy) - (y * xy)) / determinant, ((y * xx) - (x * xy)) / determinant);
        return ofX >= 0 && ofY >= 0 ? (ofX, ofY) : ofY < 0 ? (x / xx, 0) : (0, y / yy);
    }
}
