using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace VggSweep.Store.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "deployment",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    cluster_id = table.Column<string>(type: "text", nullable: false),
                    claimed_ms = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deployment", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "sweeps",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    spec_yaml = table.Column<string>(type: "text", nullable: false),
                    spec_file = table.Column<string>(type: "text", nullable: true),
                    priority = table.Column<int>(type: "integer", nullable: false),
                    created_ms = table.Column<long>(type: "bigint", nullable: false),
                    ended_ms = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sweeps", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "worker_decisions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    worker = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    at_ms = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_worker_decisions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "workers",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    offer = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    since_ms = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_workers", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "decisions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    sweep_id = table.Column<string>(type: "text", nullable: false),
                    trial = table.Column<int>(type: "integer", nullable: true),
                    epoch = table.Column<int>(type: "integer", nullable: true),
                    kind = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    at_ms = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_decisions", x => x.id);
                    table.ForeignKey(
                        name: "fk_decisions_sweeps_sweep_id",
                        column: x => x.sweep_id,
                        principalTable: "sweeps",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "trials",
                columns: table => new
                {
                    sweep_id = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    parameters = table.Column<string>(type: "text", nullable: false),
                    identity = table.Column<string>(type: "text", nullable: false),
                    fence = table.Column<long>(type: "bigint", nullable: false),
                    worker = table.Column<string>(type: "text", nullable: true),
                    lease_until_ms = table.Column<long>(type: "bigint", nullable: true),
                    done = table.Column<int>(type: "integer", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    deaths = table.Column<int>(type: "integer", nullable: false),
                    numerics = table.Column<string>(type: "text", nullable: true),
                    numerics_changed = table.Column<bool>(type: "boolean", nullable: false),
                    outcome = table.Column<string>(type: "text", nullable: true),
                    outcome_detail = table.Column<string>(type: "text", nullable: true),
                    validation_loss = table.Column<double>(type: "double precision", nullable: true),
                    validation_accuracy = table.Column<double>(type: "double precision", nullable: true),
                    test_loss = table.Column<double>(type: "double precision", nullable: true),
                    test_accuracy = table.Column<double>(type: "double precision", nullable: true),
                    seconds = table.Column<double>(type: "double precision", nullable: false),
                    weights_path = table.Column<string>(type: "text", nullable: true),
                    weights_hash = table.Column<string>(type: "text", nullable: true),
                    peak_bytes = table.Column<long>(type: "bigint", nullable: true),
                    predicted_seconds = table.Column<double>(type: "double precision", nullable: true),
                    macs = table.Column<long>(type: "bigint", nullable: false),
                    @params = table.Column<long>(name: "params", type: "bigint", nullable: false),
                    memory_bytes = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trials", x => new { x.sweep_id, x.number });
                    table.ForeignKey(
                        name: "fk_trials_sweeps_sweep_id",
                        column: x => x.sweep_id,
                        principalTable: "sweeps",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "attempts",
                columns: table => new
                {
                    sweep_id = table.Column<string>(type: "text", nullable: false),
                    trial = table.Column<int>(type: "integer", nullable: false),
                    fence = table.Column<long>(type: "bigint", nullable: false),
                    worker = table.Column<string>(type: "text", nullable: false),
                    started_ms = table.Column<long>(type: "bigint", nullable: false),
                    ended_ms = table.Column<long>(type: "bigint", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: true),
                    detail = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attempts", x => new { x.sweep_id, x.trial, x.fence });
                    table.ForeignKey(
                        name: "fk_attempts_trials_sweep_id_trial",
                        columns: x => new { x.sweep_id, x.trial },
                        principalTable: "trials",
                        principalColumns: new[] { "sweep_id", "number" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "checkpoints",
                columns: table => new
                {
                    sweep_id = table.Column<string>(type: "text", nullable: false),
                    trial = table.Column<int>(type: "integer", nullable: false),
                    epoch = table.Column<int>(type: "integer", nullable: false),
                    step = table.Column<int>(type: "integer", nullable: false),
                    fence = table.Column<long>(type: "bigint", nullable: false),
                    path = table.Column<string>(type: "text", nullable: false),
                    hash = table.Column<string>(type: "text", nullable: false),
                    bytes = table.Column<long>(type: "bigint", nullable: false),
                    created_ms = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_checkpoints", x => new { x.sweep_id, x.trial, x.epoch, x.step, x.fence });
                    table.ForeignKey(
                        name: "fk_checkpoints_trials_sweep_id_trial",
                        columns: x => new { x.sweep_id, x.trial },
                        principalTable: "trials",
                        principalColumns: new[] { "sweep_id", "number" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "epochs",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    sweep_id = table.Column<string>(type: "text", nullable: false),
                    trial = table.Column<int>(type: "integer", nullable: false),
                    epoch = table.Column<int>(type: "integer", nullable: false),
                    train_loss = table.Column<double>(type: "double precision", nullable: false),
                    train_accuracy = table.Column<double>(type: "double precision", nullable: false),
                    validation_loss = table.Column<double>(type: "double precision", nullable: false),
                    validation_accuracy = table.Column<double>(type: "double precision", nullable: false),
                    seconds = table.Column<double>(type: "double precision", nullable: false),
                    fence = table.Column<long>(type: "bigint", nullable: false),
                    recorded_ms = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_epochs", x => x.id);
                    table.ForeignKey(
                        name: "fk_epochs_trials_sweep_id_trial",
                        columns: x => new { x.sweep_id, x.trial },
                        principalTable: "trials",
                        principalColumns: new[] { "sweep_id", "number" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_decisions_sweep_id",
                table: "decisions",
                column: "sweep_id");

            migrationBuilder.CreateIndex(
                name: "ix_epochs_sweep_id_trial_epoch",
                table: "epochs",
                columns: new[] { "sweep_id", "trial", "epoch" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_trials_lease_until_ms",
                table: "trials",
                column: "lease_until_ms");

            migrationBuilder.CreateIndex(
                name: "ix_trials_sweep_id_state",
                table: "trials",
                columns: new[] { "sweep_id", "state" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "attempts");

            migrationBuilder.DropTable(
                name: "checkpoints");

            migrationBuilder.DropTable(
                name: "decisions");

            migrationBuilder.DropTable(
                name: "deployment");

            migrationBuilder.DropTable(
                name: "epochs");

            migrationBuilder.DropTable(
                name: "worker_decisions");

            migrationBuilder.DropTable(
                name: "workers");

            migrationBuilder.DropTable(
                name: "trials");

            migrationBuilder.DropTable(
                name: "sweeps");
        }
    }
}
