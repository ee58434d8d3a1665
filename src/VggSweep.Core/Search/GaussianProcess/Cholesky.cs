namespace VggSweep.Core.Search.GaussianProcess;

/// <summary>The factor L of a symmetric positive definite matrix L·Lᵀ, by rows up to the diagonal.</summary>
internal sealed class Cholesky
{
    private readonly double[][] rows;

    private Cholesky(double[][] rows) => this.rows = rows;

    public int Size => rows.Length;

    public double LogDeterminant => 2 * rows.Select((row, index) => Math.Log(row[index])).Sum();

    /// <summary>Factors a matrix in place; null when it is not positive definite.</summary>
    /// <param name="lower">Its rows up to the diagonal.</param>
    public static Cholesky? Of(double[][] lower)
    {
        for (var row = 0; row < lower.Length; row++)
        {
            var current = lower[row];
            for (var column = 0; column < row; column++)
            {
                current[column] = (current[column] - Vectors.Dot(current.AsSpan(0, column), lower[column])) / lower[column][column];
            }

            var square = current[row] - Vectors.Dot(current.AsSpan(0, row), current);
            if (!(square > 0))
            {
                return null;
            }

            current[row] = Math.Sqrt(square);
        }

        return new Cholesky(lower);
    }

    /// <summary>Solves L·x = b in place.</summary>
    public void SolveLower(Span<double> vector)
    {
        for (var row = 0; row < rows.Length; row++)
        {
            vector[row] = (vector[row] - Vectors.Dot(vector[..row], rows[row])) / rows[row][row];
        }
    }

    /// <summary>Solves Lᵀ·x = b in place.</summary>
    public void SolveUpper(Span<double> vector)
    {
        for (var row = rows.Length - 1; row >= 0; row--)
        {
            vector[row] /= rows[row][row];
            Vectors.Subtract(vector[..row], vector[row], rows[row]);
        }
    }

    /// <summary>The inverse of the factored matrix, by rows up to the diagonal.</summary>
    public double[][] Inverse()
    {
        var columns = new double[rows.Length][];
        for (var column = 0; column < rows.Length; column++)
        {
            columns[column] = InverseColumn(column);
        }

        var inverse = new double[rows.Length][];
        for (var row = 0; row < rows.Length; row++)
        {
            inverse[row] = new double[row + 1];
            for (var column = 0; column <= row; column++)
            {
                inverse[row][column] = Vectors.Dot(columns[row].AsSpan(row), columns[column].AsSpan(row));
            }
        }

        return inverse;
    }

    /// <summary>A column of L⁻¹: zeros above the diagonal.</summary>
    private double[] InverseColumn(int column)
    {
        var solved = new double[rows.Length];
        solved[column] = 1 / rows[column][column];
        for (var row = column + 1; row < rows.Length; row++)
        {
            solved[row] = -Vectors.Dot(solved.AsSpan(column, row - column), rows[row].AsSpan(column)) / rows[row][row];
        }

        return solved;
    }
}
