namespace VggSweep.Cli.Reports;

/// <summary>What the report's page draws; the names are those of its scripts.</summary>
/// <param name="Objective"><c>accuracy</c> or <c>loss</c>, of the images that judge.</param>
/// <param name="ValidationImages">0 where the test images judge.</param>
/// <param name="Keys">The swept parameters but the seed.</param>
/// <param name="CellsOf">Completed configurations; <paramref name="Cells"/> may be the best of them.</param>
/// <param name="Configurations">Those with a recorded epoch; <paramref name="Curves"/> may be the best of them.</param>
/// <param name="Fit">Null where the data give none.</param>
/// <param name="Importances">Null where the data give none.</param>
/// <param name="EventsOf">All decisions; <paramref name="Events"/> may be the newest of them.</param>
/// <param name="AttemptsOf">All attempts; <paramref name="Attempts"/> may be the newest of them.</param>
/// <param name="TrialsOf">All trials; <paramref name="Trials"/> may be the best of them.</param>
/// <param name="BestTrial">The best replicate of the chosen cell.</param>
/// <param name="MostEpochs">Recorded epochs of the longest trial.</param>
internal sealed record ReportData(
    string Sweep,
    string Name,
    string Created,
    string State,
    string Objective,
    int? Images,
    int ValidationImages,
    string ChosenOn,
    int TestImages,
    string Spec,
    string Made,
    IReadOnlyList<string> MadeWith,
    IReadOnlyList<string> Keys,
    IReadOnlyList<ReportCell> Cells,
    int CellsOf,
    ReportGrid Grid,
    IReadOnlyList<ReportFront> Fronts,
    IReadOnlyList<ReportCurve> Curves,
    int Configurations,
    ReportFit? Fit,
    ReportImportances? Importances,
    IReadOnlyList<ReportRung> Rungs,
    IReadOnlyList<ReportAttempt> Attempts,
    int AttemptsOf,
    IReadOnlyList<ReportEvent> Events,
    int EventsOf,
    IReadOnlyList<ReportTrial> Trials,
    int TrialsOf,
    int? BestTrial,
    int MostEpochs);
