using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace VggSweep.Store.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Cluster : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // By hand: EF rebuilds a table outside of the transaction, and a kill would leave half of this migration.
            migrationBuilder.Sql(
                """
                CREATE TABLE decisions_new (
                    id INTEGER NOT NULL CONSTRAINT pk_decisions PRIMARY KEY AUTOINCREMENT,
                    sweep_id TEXT NULL,
                    worker TEXT NULL,
                    trial INTEGER NULL,
                    epoch INTEGER NULL,
                    kind TEXT NOT NULL,
                    reason TEXT NOT NULL,
                    at_ms INTEGER NOT NULL,
                    CONSTRAINT fk_decisions_sweeps_sweep_id FOREIGN KEY (sweep_id) REFERENCES sweeps (id)
                );
                INSERT INTO decisions_new (id, sweep_id, trial, epoch, kind, reason, at_ms)
                    SELECT id, sweep_id, trial, epoch, kind, reason, at_ms FROM decisions;
                DROP TABLE decisions;
                ALTER TABLE decisions_new RENAME TO decisions;
                CREATE INDEX ix_decisions_sweep_id ON decisions (sweep_id);
                """);

            migrationBuilder.AddColumn<int>(
                name: "deaths",
                table: "trials",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "memory_bytes",
                table: "trials",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<bool>(
                name: "numerics_changed",
                table: "trials",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "priority",
                table: "sweeps",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "deployment",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    cluster_id = table.Column<string>(type: "TEXT", nullable: false),
                    claimed_ms = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deployment", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "workers",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    offer = table.Column<string>(type: "TEXT", nullable: true),
                    reason = table.Column<string>(type: "TEXT", nullable: true),
                    since_ms = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_workers", x => x.name);
                });

            migrationBuilder.CreateIndex(
                name: "ix_trials_lease_until_ms",
                table: "trials",
                column: "lease_until_ms");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_decisions_sweeps_sweep_id",
                table: "decisions");

            migrationBuilder.DropTable(
                name: "deployment");

            migrationBuilder.DropTable(
                name: "workers");

            migrationBuilder.DropIndex(
                name: "ix_trials_lease_until_ms",
                table: "trials");

            migrationBuilder.DropColumn(
                name: "deaths",
                table: "trials");

            migrationBuilder.DropColumn(
                name: "memory_bytes",
                table: "trials");

            migrationBuilder.DropColumn(
                name: "numerics_changed",
                table: "trials");

            migrationBuilder.DropColumn(
                name: "priority",
                table: "sweeps");

            migrationBuilder.DropColumn(
                name: "worker",
                table: "decisions");

            migrationBuilder.AlterColumn<string>(
                name: "sweep_id",
                table: "decisions",
                type: "TEXT",
                nullable: false,
                defaultValue: "",
                oldClrType: typeof(string),
                oldType: "TEXT",
                oldNullable: true);

            migrationBuilder.AddForeignKey(
                name: "fk_decisions_sweeps_sweep_id",
                table: "decisions",
                column: "sweep_id",
                principalTable: "sweeps",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);
        }
    }
}
