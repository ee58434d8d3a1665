using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace VggSweep.Store;

/// <summary>The model. Names in the database are the properties' in snake case.</summary>
internal abstract class SweepDbContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>What is asked often, without the price of a LINQ query.</summary>
    public Statements Statements => field ??= new(Database.GetDbConnection, () => Database.CurrentTransaction?.GetDbTransaction());

    public DbSet<SweepRow> Sweeps => Set<SweepRow>();

    public DbSet<TrialRow> Trials => Set<TrialRow>();

    public DbSet<AttemptRow> Attempts => Set<AttemptRow>();

    public DbSet<EpochRow> Epochs => Set<EpochRow>();

    public DbSet<CheckpointRow> Checkpoints => Set<CheckpointRow>();

    public DbSet<DecisionRow> Decisions => Set<DecisionRow>();

    public DbSet<WorkerRow> Workers => Set<WorkerRow>();

    public DbSet<WorkerDecisionRow> WorkerDecisions => Set<WorkerDecisionRow>();

    public DbSet<DeploymentRow> Deployments => Set<DeploymentRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var sweeps = modelBuilder.Entity<SweepRow>();
        sweeps.HasKey(row => row.Id);
        sweeps.Property(row => row.State).HasConversion<string>();

        var trials = modelBuilder.Entity<TrialRow>();
        trials.HasKey(row => new { row.SweepId, row.Number });
        trials.HasOne<SweepRow>().WithMany().HasForeignKey(row => row.SweepId);

        // The only index beside the key, of the leased rows alone. One on the state would tempt PostgreSQL: while its statistics
        // are old it read the whole sweep through it to find a single trial.
        trials.HasIndex(row => row.LeaseUntilMs).HasFilter("lease_until_ms IS NOT NULL");
        trials.Property(row => row.State).HasConversion<string>();

        var attempts = modelBuilder.Entity<AttemptRow>();
        attempts.HasKey(row => new { row.SweepId, row.Trial, row.Fence });
        attempts.HasOne<TrialRow>().WithMany().HasForeignKey(row => new { row.SweepId, row.Trial });

        var epochs = modelBuilder.Entity<EpochRow>();
        epochs.HasKey(row => row.Id);
        epochs.HasIndex(row => new { row.SweepId, row.Trial, row.Epoch }).IsUnique();
        epochs.HasOne<TrialRow>().WithMany().HasForeignKey(row => new { row.SweepId, row.Trial });

        var checkpoints = modelBuilder.Entity<CheckpointRow>();
        checkpoints.HasKey(row => new { row.SweepId, row.Trial, row.Epoch, row.Step, row.Fence });
        checkpoints.HasOne<TrialRow>().WithMany().HasForeignKey(row => new { row.SweepId, row.Trial });

        var decisions = modelBuilder.Entity<DecisionRow>();
        decisions.HasKey(row => row.Id);
        decisions.HasOne<SweepRow>().WithMany().HasForeignKey(row => row.SweepId);

        modelBuilder.Entity<WorkerRow>().HasKey(row => row.Name);
        modelBuilder.Entity<WorkerDecisionRow>().HasKey(row => row.Id);
        var deployment = modelBuilder.Entity<DeploymentRow>();
        deployment.HasKey(row => row.Id);
        deployment.Property(row => row.Id).ValueGeneratedNever();
    }
}
