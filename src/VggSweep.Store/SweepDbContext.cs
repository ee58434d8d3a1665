using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace VggSweep.Store;

/// <summary>The model. Names in the database are the properties' in snake case.</summary>
internal sealed class SweepDbContext(DbContextOptions<SweepDbContext> options) : DbContext(options)
{
    public DbSet<SweepRow> Sweeps => Set<SweepRow>();

    public DbSet<TrialRow> Trials => Set<TrialRow>();

    public DbSet<AttemptRow> Attempts => Set<AttemptRow>();

    public DbSet<EpochRow> Epochs => Set<EpochRow>();

    public DbSet<CheckpointRow> Checkpoints => Set<CheckpointRow>();

    public DbSet<DecisionRow> Decisions => Set<DecisionRow>();

    /// <param name="database">The SQLite file.</param>
    /// <param name="create">Whether a missing file is made.</param>
    public static DbContextOptions<SweepDbContext> Options(string database, bool create) =>
        Options(database, create ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite);

    /// <summary>Reads a file that nobody writes, without the files that SQLite puts beside it for readers.</summary>
    public static DbContextOptions<SweepDbContext> OptionsOfStillFile(string database) =>
        Options(new Uri(database).AbsoluteUri + "?immutable=1", SqliteOpenMode.ReadOnly);

    /// <remarks>The connection string is built, not pasted: a folder's name may hold a semicolon.</remarks>
    private static DbContextOptions<SweepDbContext> Options(string source, SqliteOpenMode mode) =>
        new DbContextOptionsBuilder<SweepDbContext>()
            .UseSqlite(new SqliteConnectionStringBuilder { DataSource = source, Mode = mode, ForeignKeys = true, DefaultTimeout = 30 }.ToString())
            .UseSnakeCaseNamingConvention()
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .Options;

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var sweeps = modelBuilder.Entity<SweepRow>();
        sweeps.ToTable("sweeps").HasKey(row => row.Id);
        sweeps.Property(row => row.State).HasConversion<string>();

        var trials = modelBuilder.Entity<TrialRow>();
        trials.ToTable("trials").HasKey(row => new { row.SweepId, row.Number });
        trials.HasOne<SweepRow>().WithMany().HasForeignKey(row => row.SweepId);
        trials.HasIndex(row => new { row.SweepId, row.State });
        trials.Property(row => row.State).HasConversion<string>();

        var attempts = modelBuilder.Entity<AttemptRow>();
        attempts.ToTable("attempts").HasKey(row => new { row.SweepId, row.Trial, row.Fence });
        attempts.HasOne<TrialRow>().WithMany().HasForeignKey(row => new { row.SweepId, row.Trial });

        var epochs = modelBuilder.Entity<EpochRow>();
        epochs.ToTable("epochs").HasKey(row => row.Id);
        epochs.HasIndex(row => new { row.SweepId, row.Trial, row.Epoch }).IsUnique();
        epochs.HasOne<TrialRow>().WithMany().HasForeignKey(row => new { row.SweepId, row.Trial });

        var checkpoints = modelBuilder.Entity<CheckpointRow>();
        checkpoints.ToTable("checkpoints").HasKey(row => new { row.SweepId, row.Trial, row.Epoch, row.Step, row.Fence });
        checkpoints.HasOne<TrialRow>().WithMany().HasForeignKey(row => new { row.SweepId, row.Trial });

        var decisions = modelBuilder.Entity<DecisionRow>();
        decisions.ToTable("decisions").HasKey(row => row.Id);
        decisions.HasOne<SweepRow>().WithMany().HasForeignKey(row => row.SweepId);
    }
}
