using System.Diagnostics;
using System.Text.RegularExpressions;
using VggSweep.Cli.Running;
using VggSweep.Core.Trials;
using VggSweep.EndToEnd.Tests.Harness;
using VggSweep.Worker;
using VggSweep.Worker.Slots;
using VggSweep.Worker.Trainers;

namespace VggSweep.EndToEnd.Tests;

/// <summary>On what trials are trained, and what a person can find out of it.</summary>
public sealed class Devices
{
    private const int Unavailable = 69;

    private static readonly string[] Claims = ["loads", "symbols", "device", "memory", "parity", "tf32", "resize",
        "fp32", "bf16", "resume", "tuned", "no wait", "refusal", "retry", "speed"];

    [Fact]
    public async Task The_doctor_tries_every_claim_on_the_processor()
    {
        using var folder = new TemporaryFolder();
        var run = (await VggSweepProgram.RunAsync(folder.Path, "doctor", "--device", "cpu", "--selftest")).Expect(0);
        var lines = Findings(run);
        Assert.Equal(Claims, lines.Select(line => line[4..13].Trim()));
        Assert.All(lines, line => Assert.StartsWith("ok ", line, StringComparison.Ordinal));
        Assert.Contains("0 of ", lines[6], StringComparison.Ordinal);
        Assert.Matches(@" [1-9]\d* images/s in tf32, [1-9]\d* in tf32, bf16", lines[^1]);
    }

    [Fact]
    public async Task A_trainer_that_finds_no_such_device_is_told_and_nothing_is_trained()
    {
        using var folder = new TemporaryFolder();
        folder.Write("small.yaml", SmallSweep.Yaml(epochs: 1));
        var test = (await RunAsync(folder, "0", "doctor", "--device", "cuda", "--selftest")).Expect(Unavailable);
        Assert.StartsWith("bad device", Findings(test)[^1], StringComparison.Ordinal);
        var run = (await RunAsync(folder, "0", "run", "small.yaml", "--device", "cuda")).Expect(Unavailable);
        Assert.Contains("finds no CUDA device 0; build it with -p:TorchBackend=external", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_without_devices_says_so()
    {
        using var folder = new TemporaryFolder();
        folder.Write("small.yaml", SmallSweep.Yaml(epochs: 1));
        var run = (await RunAsync(folder, "", "run", "small.yaml", "--device", "cuda")).Expect(Unavailable);
        Assert.Contains("No CUDA device", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Both trainers are there at once: each waits until the other has said what it sees.</summary>
    [Fact]
    public async Task Each_slots_trainer_sees_a_device_of_its_own()
    {
        using var folder = new TemporaryFolder();
        folder.Write("small.yaml", SmallSweep.Yaml(epochs: 1));
        var seen = Path.Combine(folder.Path, "seen");
        var trainer = folder.Write(
            "trainer",
            $"#!/bin/sh\necho \"$CUDA_VISIBLE_DEVICES\" >> {seen}\nfor i in $(seq 600); do [ $(wc -l < {seen}) -ge 2 "
            + "] && exit 1; sleep 0.05; done\nexit 1\n");
        Process.Start("chmod", ["+x", trainer]).WaitForExit();
        var run = await VggSweepProgram.EndAsync(VggSweepProgram.Start(
            ["run", "small.yaml", "--device", "cuda"], folder.Path, null, ("CUDA_VISIBLE_DEVICES", "3, GPU-5"),
            ("VGGSWEEP_TRAINER", trainer)));
        run.Expect(Unavailable);
        Assert.Equal(
            ["3", "GPU-5"],
            (await File.ReadAllLinesAsync(seen, TestContext.Current.CancellationToken)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(null, new[] { "0", "1" })]
    [InlineData("", new string[0])]
    [InlineData("2", new[] { "2" })]
    [InlineData("GPU-a, 1", new[] { "GPU-a", "1" })]
    public void Devices_are_those_of_the_variable_else_of_the_driver(string? named, string[] expected)
    {
        using var folder = new TemporaryFolder();
        foreach (var node in new[] { "nvidia0", "nvidia1", "nvidiactl", "nvidia-uvm", "null" })
        {
            folder.Write(node, "");
        }

        Assert.Equal(expected, CudaDevices.Find(named, folder.Path));
    }

    /// <summary>The tests' solution has built that trainer beside the other.</summary>
    [Theory]
    [InlineData("train", "epochs=1")]
    [InlineData("doctor", "--selftest")]
    public async Task A_libtorch_that_does_not_fit_is_refused_in_one_sentence(params string[] command)
    {
        using var folder = new TemporaryFolder();
        var run = (await VggSweepProgram.RunAsync(folder.Path, [.. command, "--libtorch", "nowhere"])).Expect(Unavailable);
        var sentence = Assert.Single(run.Error.Trim().Split('\n'));
        Assert.StartsWith($"VGGSWEEP_LIBTORCH names {folder.Path}/nowhere, which does not exist; ", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_refuses_a_libtorch_before_it_joins()
    {
        using var folder = new TemporaryFolder();
        string[] settings =
        [
            "--urls=http://127.0.0.1:0", $"--VggSweep:Worker:Files={folder.Path}", $"--VggSweep:Worker:Data={DataFolders.Find(null)}",
            "--VggSweep:Worker:Libtorch=/nowhere",
        ];
        var fault = await Assert.ThrowsAsync<MachineFaultException>(() => WorkerProgram.BuildAsync(settings));
        Assert.Equal(MachineFaultKind.Library, fault.Kind);
        Assert.StartsWith("VGGSWEEP_LIBTORCH names /nowhere, which does not exist; ", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, false, new[] { "VggSweep.Trainer", "VggSweep.Trainer.external" }, "VggSweep.Trainer")]
    [InlineData(null, false, new[] { "VggSweep.Trainer.external" }, "VggSweep.Trainer.external")]
    [InlineData(null, true, new[] { "VggSweep.Trainer", "VggSweep.Trainer.external" }, "VggSweep.Trainer.external")]
    [InlineData(null, true, new[] { "VggSweep.Trainer.cuda", "VggSweep.Trainer.external" }, "VggSweep.Trainer.cuda")]
    [InlineData("/lib", true, new[] { "VggSweep.Trainer.cuda", "VggSweep.Trainer.external" }, "VggSweep.Trainer.external")]
    public void The_trainer_is_of_the_backend_that_fits(string? libtorch, bool onCuda, string[] built, string expected)
    {
        using var folder = new TemporaryFolder();
        foreach (var project in built)
        {
            Directory.CreateDirectory(Path.Combine(folder.Path, project, "release"));
            folder.Write(Path.Combine(project, "release", "VggSweep.Trainer.dll"), "");
        }

        var here = new DirectoryInfo(Path.Combine(folder.Path, "vggsweep", "release"));
        var program = TrainerLocation.Require(libtorch, onCuda, named: null, here);
        Assert.Equal(new TrainerProgram(Path.Combine(folder.Path, expected, "release", "VggSweep.Trainer.dll"), libtorch), program);
    }

    [Fact]
    public void Without_the_external_trainer_the_message_has_its_build_command()
    {
        using var folder = new TemporaryFolder();
        var here = new DirectoryInfo(Path.Combine(folder.Path, "vggsweep", "debug"));
        var exception = Assert.Throws<TrainerStartException>(() => TrainerLocation.Require("/lib", onCuda: false, named: null, here));
        Assert.Contains(
            "Build it with `dotnet build src/VggSweep.Trainer -c Debug -p:TorchBackend=external`", exception.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 90L)]
    [InlineData(2, 60L)]
    [InlineData(3, 45L)]
    [InlineData(4, 30L)]
    public void Slots_share_the_memory_of_their_devices(int slots, long expected)
    {
        Assert.Equal(expected, CudaDevices.ShareOfMemory(["large", "small"], slots, device => device == "large" ? 90 : 60));
        Assert.Null(CudaDevices.ShareOfMemory(["large"], slots, _ => null));
    }

    /// <summary>Without the breaks of a narrow terminal.</summary>
    private static string[] Findings(ProgramResult run) =>
        Regex.Replace(run.Output.Trim(), @" *\n(?!ok  |bad )", " ").Split('\n');

    private static Task<ProgramResult> RunAsync(TemporaryFolder folder, string devices, params string[] arguments) =>
        VggSweepProgram.EndAsync(VggSweepProgram.Start(
            arguments, folder.Path, null, ("CUDA_VISIBLE_DEVICES", devices), ("VGGSWEEP_TRAINER", Surroundings.Trainer)));
}
