using Microsoft.EntityFrameworkCore.Design;

namespace VggSweep.Store;

/// <summary>For <c>dotnet ef migrations add</c> alone.</summary>
internal sealed class DesignTimeContext : IDesignTimeDbContextFactory<SweepDbContext>
{
    public SweepDbContext CreateDbContext(string[] args) => new(SweepDbContext.Options("design-time.db", create: true));
}
