using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace VggSweep.Store.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class OneIndexOfTrials : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_trials_lease_until_ms",
                table: "trials");

            migrationBuilder.DropIndex(
                name: "ix_trials_sweep_id_state",
                table: "trials");

            migrationBuilder.CreateIndex(
                name: "ix_trials_lease_until_ms",
                table: "trials",
                column: "lease_until_ms",
                filter: "lease_until_ms IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_trials_lease_until_ms",
                table: "trials");

            migrationBuilder.CreateIndex(
                name: "ix_trials_lease_until_ms",
                table: "trials",
                column: "lease_until_ms");

            migrationBuilder.CreateIndex(
                name: "ix_trials_sweep_id_state",
                table: "trials",
                columns: new[] { "sweep_id", "state" });
        }
    }
}
