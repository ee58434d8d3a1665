using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace VggSweep.Store.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class FilesId : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "files_id",
                table: "deployment",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "files_id",
                table: "deployment");
        }
    }
}
