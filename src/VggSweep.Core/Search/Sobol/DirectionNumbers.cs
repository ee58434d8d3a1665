namespace VggSweep.Core.Search.Sobol;

/// <summary>
/// Primitive polynomials and initial direction numbers of Joe and Kuo 2008 (new-joe-kuo-6.21201), see joe-kuo-licence.txt.
/// A row is a dimension from the second: the polynomial's coefficients as bits, then m₁, m₂, … The first dimension is
/// the van der Corput sequence.
/// </summary>
internal static class DirectionNumbers
{
    public const int Bits = 32;

    private static readonly int[][] Rows =
    [
        [3, 1],
        [7, 1, 3],
        [11, 1, 3, 1],
        [13, 1, 1, 1],
        [19, 1, 1, 3, 3],
        [25, 1, 3, 5, 13],
        [37, 1, 1, 5, 5, 17],
        [41, 1, 1, 5, 5, 5],
        [47, 1, 1, 7, 11, 19],
        [55, 1, 1, 5, 1, 1],
        [59, 1, 1, 1, 3, 11],
        [61, 1, 3, 5, 5, 31],
        [67, 1, 3, 3, 9, 7, 49],
        [91, 1, 1, 1, 15, 21, 21],
        [97, 1, 3, 1, 13, 27, 49],
        [103, 1, 1, 1, 15, 7, 5],
        [109, 1, 3, 1, 15, 13, 25],
        [115, 1, 1, 5, 5, 19, 61],
        [131, 1, 3, 7, 11, 23, 15, 103],
        [137, 1, 3, 7, 13, 13, 15, 69],
        [143, 1, 1, 3, 13, 7, 35, 63],
        [145, 1, 3, 5, 9, 1, 25, 53],
        [157, 1, 3, 1, 13, 9, 35, 107],
        [167, 1, 3, 1, 5, 27, 61, 31],
        [171, 1, 1, 5, 11, 19, 41, 61],
        [185, 1, 3, 5, 3, 3, 13, 69],
        [191, 1, 1, 7, 13, 1, 19, 1],
        [193, 1, 3, 7, 5, 13, 19, 59],
        [203, 1, 1, 3, 9, 25, 29, 41],
        [211, 1, 3, 5, 13, 23, 1, 55],
        [213, 1, 3, 7, 3, 13, 59, 17],
    ];

    /// <summary>A sweep has fewer parameters.</summary>
    public static int MostDimensions => Rows.Length + 1;

    /// <summary>The numbers v₁ to v₃₂ of a dimension from 0, as binary fractions.</summary>
    public static uint[] Of(int dimension)
    {
        if (dimension == 0)
        {
            return [.. Enumerable.Range(1, Bits).Select(bit => 1U << (Bits - bit))];
        }

        var (polynomial, initial) = ((uint)Rows[dimension - 1][0], Rows[dimension - 1][1..]);
        var degree = initial.Length;
        var numbers = new uint[Bits];
        for (var bit = 0; bit < Bits; bit++)
        {
            numbers[bit] = bit < degree ? (uint)initial[bit] << (Bits - 1 - bit) : Next(numbers, bit, polynomial, degree);
        }

        return numbers;
    }

    /// <summary>The recurrence of Bratley and Fox 1988, algorithm 659.</summary>
    private static uint Next(uint[] numbers, int bit, uint polynomial, int degree)
    {
        var next = numbers[bit - degree] ^ (numbers[bit - degree] >> degree);
        for (var term = 1; term < degree; term++)
        {
            if (((polynomial >> (degree - term)) & 1) != 0)
            {
                next ^= numbers[bit - term];
            }
        }

        return next;
    }
}
