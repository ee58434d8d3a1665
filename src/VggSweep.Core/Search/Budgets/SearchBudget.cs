namespace VggSweep.Core.Search.Budgets;

/// <summary>What a search may take beside its number of trials. A trial that would pass it is not started.</summary>
/// <param name="Wall">From submission to a trial's predicted end. Null: no limit.</param>
/// <param name="Device">Of all slots together: recorded epochs, and predictions of what runs. Null: no limit.</param>
/// <param name="Macs">Multiply-accumulates of training. Null: no limit.</param>
public sealed record SearchBudget(TimeSpan? Wall, TimeSpan? Device, double? Macs);
