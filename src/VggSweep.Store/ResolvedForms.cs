using Microsoft.EntityFrameworkCore;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Reading;
using VggSweep.Core.Sweeps.Resolved;

namespace VggSweep.Store;

/// <summary>
/// Gives the rows of versions that kept a sweep's file alone their resolved forms. A file that today's reader refuses
/// concerns its own sweep only: the reason takes the place of the form, and every upgraded reader tries again.
/// </summary>
internal static class ResolvedForms
{
    /// <summary>What a form of any version looks like to LIKE; parameters alone, as they were stored before, do not.</summary>
    public const string Whole = ResolvedForm.Beginning + "%}";

    private const string Unresolved = ResolvedForm.Beginning + "0%";

    public static void Fill(SweepDbContext context)
    {
        context.Database.OpenConnection();
        try
        {
            FillAll(context);
        }
        finally
        {
            context.Database.CloseConnection();
        }
    }

    private static void FillAll(SweepDbContext context)
    {
        var sweeps = context.Statements.Query(
            $"SELECT id, spec_yaml, spec FROM sweeps WHERE spec = '' OR spec LIKE {Unresolved}",
            row => (Id: row.GetString(0), Yaml: row.GetString(1), Spec: row.GetString(2)));
        foreach (var (id, yaml, spec) in sweeps)
        {
            var reading = SweepSpecReader.Read(yaml);
            var form = reading.Spec is { } resolved
                ? SweepSpecJson.Write(resolved)
                : ResolvedForm.Unreadable($"this version does not read its file: {reading.Errors[0].Format(id)}");
            if (form != spec)
            {
                Store(context, id, form, reading.Spec?.Training);
            }
        }
    }

    /// <summary>The trials' parameters were resolved before; what they lacked is the same for all of a sweep.</summary>
    private static void Store(SweepDbContext context, string sweep, string form, TrainingSpec? training)
    {
        using var transaction = context.Database.BeginTransaction();
        context.Statements.Execute($"UPDATE sweeps SET spec = {form} WHERE id = {sweep}");
        if (training is not null)
        {
            var (head, tail) = TrialSpecJson.Around(training);
            context.Statements.Execute(
                $"UPDATE trials SET spec = {head} || spec || {tail} WHERE sweep_id = {sweep} AND spec NOT LIKE {Whole}");
        }

        transaction.Commit();
    }
}
