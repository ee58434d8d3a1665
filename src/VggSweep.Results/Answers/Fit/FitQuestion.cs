namespace VggSweep.Results.Answers.Fit;

/// <summary>How the error falls with cost, also for configurations that were not run.</summary>
public static class FitQuestion
{
    /// <summary>More rows are read by nobody; those in between follow from the coefficients.</summary>
    private const int MostPredictions = 200;

    public static FitAnswer Of(SweepResults results)
    {
        var (fit, goal) = (FittedErrors.Of(results), results.Spec.Objective);
        var coefficients = fit.Coefficients;
        return new FitAnswer(
            results.Sweep, goal,
            coefficients is var (a, b, c)
                ? new CurveFit(a, b, c, fit.Networks, fit.Costs, fit.Curve!.HasReplicates, fit.Curve.HasScatter) : null,
            fit.NoCurve,
            fit.Surface is { } surface
                ? new SurfaceFit(
                    fit.Axes[0], fit.Axes[1],
                    [.. fit.Terms.Zip(surface.Coefficients, (term, value) => new SurfaceTerm(term, value))],
                    fit.Pairs, surface.HasReplicates, surface.HasScatter)
                : null,
            fit.NoSurface, fit.Over,
            [.. Thinned(fit.Rows).Select(row => new Prediction(
                row.Label, row.Parameters, row.Macs, row.Best?.Trials.Count ?? 0,
                row.Best is { } best ? FittedErrors.ErrorOf(goal, best.Objective.Mean) : null,
                fit.OnCurve(row), fit.OnSurface(row), fit.Networks > 0 && fit.IsBeyond(row)))]);
    }

    private static IEnumerable<FitRow> Thinned(IReadOnlyList<FitRow> rows) => rows.Count <= MostPredictions ? rows
        : Enumerable.Range(0, MostPredictions)
            .Select(index => rows[(int)((long)index * (rows.Count - 1) / (MostPredictions - 1))]);
}
