using System.Globalization;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Sweeps;

public static class Objectives
{
    /// <returns>The greater the better.</returns>
    public static double ValueOf(this Objective objective, EpochRecord record) =>
        objective is Objective.ValidationLoss ? -record.ValidationLoss : record.ValidationAccuracy;

    public static string TextOf(this Objective objective, EpochRecord record) => objective.TextOf(objective.ValueOf(record));

    /// <param name="value">As <see cref="ValueOf"/> gives it.</param>
    public static string TextOf(this Objective objective, double value) => objective is Objective.ValidationLoss
        ? string.Create(CultureInfo.InvariantCulture, $"validation loss {-value:0.0000}")
        : string.Create(CultureInfo.InvariantCulture, $"validation accuracy {100 * value:0.00} %");
}
