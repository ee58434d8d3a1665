using System.Diagnostics;
using VggSweep.EndToEnd.Tests.Harness;

namespace VggSweep.EndToEnd.Tests;

/// <summary>The launcher with a <c>dotnet</c> that only notes how it is called.</summary>
public sealed class Launchers
{
    private const int BuildFailed = 70;
    private const int Interrupted = 130;
    private const string Good = "echo 'Build succeeded.'";

    [Theory]
    [InlineData("plain")]
    [InlineData("with [brackets] and spaces")]
    [InlineData("a*b?c{d}")]
    public async Task A_folder_of_any_name_is_built_once(string name)
    {
        using var install = new Install(name, Good);

        (await install.RunAsync("schema")).Expect(0);
        await File.WriteAllTextAsync(Path.Combine(install.Root, "holder.json"), "{}");
        (await install.RunAsync("schema")).Expect(0);

        Assert.Equal(1, install.Builds);
        Assert.Equal(2, install.Runs);
    }

    [Fact]
    public async Task The_program_knows_the_name_it_was_started_by_as_a_shell_takes_it()
    {
        using var install = new Install("with spaces", Good);
        (await install.RunAsync("schema")).Expect(0);

        Assert.Equal([$"{install.Root.Replace(" ", "\\ ", StringComparison.Ordinal)}/vggsweep"], install.Names);
    }

    [Fact]
    public async Task A_changed_source_is_built_again()
    {
        using var install = new Install("a", Good);
        (await install.RunAsync("schema")).Expect(0);
        File.SetLastWriteTimeUtc(install.Source, File.GetLastWriteTimeUtc(install.Source).AddHours(1));

        (await install.RunAsync("schema")).Expect(0);

        Assert.Equal(2, install.Builds);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Without_HOME_the_home_folder_of_the_user_is_used(string? home)
    {
        using var install = new Install("a", Good);

        (await install.RunAsync("run", ("HOME", home), ("XDG_CACHE_HOME", null))).Expect(0);

        Assert.Contains(install.BuildEnvironment, line => line.StartsWith("HOME=/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_variable_that_MSBuild_would_take_for_a_property_reaches_the_build()
    {
        using var install = new Install("a", Good);

        (await install.RunAsync("schema", ("VERSION", "latest"), ("Platform", "x64"), ("OutputPath", "/nowhere"),
            ("https_proxy", "http://proxy:1"), ("NUGET_PACKAGES", "/packages"))).Expect(0);

        var names = install.BuildEnvironment.Select(line => line.Split('=')[0]).ToList();
        Assert.DoesNotContain(names, name => name is "VERSION" or "Platform" or "OutputPath");
        Assert.Contains("https_proxy=http://proxy:1", install.BuildEnvironment);
        Assert.Contains("NUGET_PACKAGES=/packages", install.BuildEnvironment);
    }

    [Fact]
    public async Task Another_user_of_a_shared_install_runs_what_is_built_and_is_told_when_it_is_not()
    {
        using var install = new Install("a", Good);
        (await install.RunAsync("schema")).Expect(0);
        install.MakeReadOnly();

        (await install.RunAsync("schema")).Expect(0);
        File.SetLastWriteTimeUtc(install.Source, File.GetLastWriteTimeUtc(install.Source).AddHours(1));
        var refused = (await install.RunAsync("schema")).Expect(BuildFailed);

        Assert.Matches(
            $"^VggSweep is not built from its present sources, and .* may not write to {install.Root}/artifacts: let "
            + "its owner run this once",
            refused.Error);
        Assert.Equal(1, install.Builds);
    }

    [Theory]
    [InlineData("exit 0", BuildFailed)]
    [InlineData("kill -TERM $PPID; " + Good, Interrupted)]
    [InlineData("kill -HUP $PPID; " + Good, Interrupted)]
    [InlineData("kill -INT $PPID; " + Good, Interrupted)]
    [InlineData("kill -TERM $$", BuildFailed)]
    public async Task A_build_that_was_ended_is_not_taken_for_done(string build, int exitCode)
    {
        using var install = new Install("a", build);
        (await install.RunAsync("schema")).Expect(exitCode);
        install.Build(Good);

        (await install.RunAsync("schema")).Expect(0);

        Assert.Equal((2, 1), (install.Builds, install.Runs));
    }

    /// <summary>The launcher in a folder of its own, with one source.</summary>
    private sealed class Install : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public Install(string name, string build)
        {
            Root = Path.Combine(folder.Path, name);
            Directory.CreateDirectory(Path.Combine(Root, "build"));
            Directory.CreateDirectory(Path.Combine(Root, "src"));
            Directory.CreateDirectory(Path.Combine(folder.Path, "bin"));
            File.WriteAllText(Source, "");
            foreach (var file in (string[])["vggsweep", "build/prepare.sh"])
            {
                File.Copy(Path.Combine(VggSweepProgram.Repository, file), Path.Combine(Root, file));
            }

            Build(build);
        }

        public string Root { get; }

        public string Source => Path.Combine(Root, "src", "One.cs");

        public int Builds => Lines("builds").Length;

        public int Runs => Names.Length;

        /// <summary>Of the program, a line for each run.</summary>
        public string[] Names => Lines("runs");

        public string[] BuildEnvironment => Lines("environment");

        public void Build(string script)
        {
            var file = Path.Combine(folder.Path, "bin", "dotnet");
            File.WriteAllText(
                file,
                $"#!/bin/bash\ncd '{folder.Path}'\ncase $1 in\n  build) echo build >>builds; env >environment; "
                + $"{script} ;;\n  *.dll) echo \"$VGGSWEEP_PROGRAM\" >>runs ;;\nesac\n");
            Unprivileged.Permit(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        public void MakeReadOnly()
        {
            foreach (var path in Directory.EnumerateFileSystemEntries(Path.Combine(Root, "artifacts"))
                .Append(Path.Combine(Root, "artifacts")))
            {
                Unprivileged.Permit(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }
        }

        public Task<ProgramResult> RunAsync(string command, params (string Key, string? Value)[] environment)
        {
            var start = Unprivileged.Start(Path.Combine(Root, "vggsweep"), command);
            start.Environment["PATH"] = $"{Path.Combine(folder.Path, "bin")}:{Environment.GetEnvironmentVariable("PATH")}";
            foreach (var (key, value) in environment)
            {
                start.Environment[key] = value;
            }

            return VggSweepProgram.EndAsync(Process.Start(start)!);
        }

        public void Dispose()
        {
            Unprivileged.Permit(Path.Combine(Root, "artifacts"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            folder.Dispose();
        }

        private string[] Lines(string name) =>
            File.Exists(Path.Combine(folder.Path, name)) ? File.ReadAllLines(Path.Combine(folder.Path, name)) : [];
    }
}
