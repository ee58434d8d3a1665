using System.Runtime.CompilerServices;
using VggSweep.Trainer.Native;

namespace VggSweep.Trainer.Tests;

[Collection(OneAtATime.Name)]
public sealed class OneDnnRules
{
    /// <summary>Before tests that run at once find it out in the middle of each other's convolutions.</summary>
    [ModuleInitializer]
    internal static void FindOut() => _ = OneDnn.IsRight;

    /// <summary>Where it is found right it is so at every shape; where it is not, one of the shapes says why.</summary>
    [Fact]
    public void It_is_found_right_exactly_where_it_zeroes_the_padding_of_channels()
    {
        (int Channels, int Features)[] shapes = [(1, 8), (3, 12), (6, 10), (12, 24), (24, 24)];
        var isRight = shapes.All(
            shape => Enumerable.Range(1, 9).All(side => OneDnn.Difference(shape.Channels, shape.Features, side) < 1e-4));
        Assert.Equal(OneDnn.IsRight, isRight);
    }
}
