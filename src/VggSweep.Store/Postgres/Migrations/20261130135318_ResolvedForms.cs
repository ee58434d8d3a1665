using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace VggSweep.Store.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class ResolvedForms : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "parameters",
                table: "trials",
                newName: "spec");

            migrationBuilder.AddColumn<string>(
                name: "spec",
                table: "sweeps",
                type: "text",
                nullable: false,
                defaultValue: "");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "spec",
                table: "sweeps");

            migrationBuilder.RenameColumn(
                name: "spec",
                table: "trials",
                newName: "parameters");
        }
    }
}
