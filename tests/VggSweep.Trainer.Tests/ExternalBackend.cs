using System.Diagnostics;
using System.Reflection;
using VggSweep.Core.Training;

namespace VggSweep.Trainer.Tests;

/// <summary>The trainer that ships no libtorch, with the package's libraries standing in for those of a PyTorch.</summary>
[Collection(OneAtATime.Name)]
public sealed class ExternalBackend : IDisposable
{
    private const int Unavailable = 69;

    private readonly string folder = Directory.CreateTempSubdirectory("vggsweep-libtorch-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_foreign_libtorch_trains_bit_for_bit_like_the_packaged_one()
    {
        var external = await TrainAsync("external", ExternalTrainer, Package);
        var packaged = await TrainAsync("packaged", TrainerUnderTest.Own, libtorch: null);
        Assert.Equal(packaged, external);
    }

    [Fact]
    public void This_libtorch_computes_the_recorded_losses()
    {
        var (isGood, message) = Measuring.Parity.Check(TorchSharp.torch.CPU);
        Assert.True(isGood, message);
    }

    [Fact]
    public async Task A_named_folder_must_exist() =>
        await RefusesAsync(Path.Combine(folder, "nowhere"), "names " + Path.Combine(folder, "nowhere") + ", which does not exist");

    [Fact]
    public async Task A_missing_library_is_named()
    {
        LinkAll(except: "libc10.so");
        await RefusesAsync(folder, $"{folder} has no libc10.so");
    }

    [Fact]
    public async Task A_library_that_is_cut_off_is_named()
    {
        LinkAll(except: "libc10.so");
        await File.WriteAllBytesAsync(
            Path.Combine(folder, "libc10.so"), File.ReadAllBytes(Path.Combine(Package, "libc10.so"))[..4096],
            TestContext.Current.CancellationToken);
        await RefusesAsync(folder, "libc10.so cannot be read: it is truncated or damaged");
    }

    [Fact]
    public async Task Another_version_is_refused_by_the_symbols_that_it_lacks()
    {
        // A small library stands in for one that has other functions; version.py is what PyTorch states about itself.
        var lib = Directory.CreateDirectory(Path.Combine(folder, "torch", "lib")).FullName;
        foreach (var library in (string[])["libtorch.so", "libtorch_cpu.so", "libc10.so"])
        {
            File.CreateSymbolicLink(Path.Combine(lib, library), Path.Combine(Package, "libtorch_global_deps.so"));
        }

        await File.WriteAllTextAsync(
            Path.Combine(folder, "torch", "version.py"), "__version__ = '1.13.0+cu117'\n",
            TestContext.Current.CancellationToken);
        await RefusesAsync(lib, $"libtorch 1.13.0+cu117 in {lib} lacks ");
    }

    [Theory]
    [InlineData("#!/bin/sh\necho\n", "python3 has no PyTorch")]
    [InlineData("#!/bin/sh\necho 'SyntaxError: bad' >&2; exit 1\n", "python3 has no PyTorch (SyntaxError: bad)")]
    public async Task A_python_without_torch_is_said(string python, string sentence)
    {
        var program = Path.Combine(folder, "python3");
        await File.WriteAllTextAsync(program, python, TestContext.Current.CancellationToken);
        await Process.Start("chmod", ["+x", program]).WaitForExitAsync(TestContext.Current.CancellationToken);
        await RefusesAsync(null, sentence, ("PATH", $"{folder}:/usr/bin:/bin"));
    }

    [Fact]
    public async Task A_trainer_that_ships_its_own_refuses_another()
    {
        var (code, error) = await RunAsync(TrainerUnderTest.Own, Package, "parity");
        Assert.Equal(Unavailable, code);
        Assert.Contains("this trainer ships its own libtorch; build it with -p:TorchBackend=external", error, StringComparison.Ordinal);
    }

    private static string ExternalTrainer => Metadata("ExternalTrainer");

    private static string Package => Metadata("LibtorchFolder");

    private static string Metadata(string key) =>
        typeof(ExternalBackend).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == key).Value!;

    /// <returns>The hash of the final weights.</returns>
    private async Task<string> TrainAsync(string name, string program, string? libtorch)
    {
        await using var trainer = new TrainerUnderTest(patience: null, program, libtorch);
        Assert.Equal(libtorch, (await trainer.ReadAsync<TrainerEvent.Hello>()).LibtorchFolder);
        await trainer.SendAsync(new TrainerCommand.Train(GivenOrder.Small(Path.Combine(folder, name))));
        var end = (await trainer.ReadAsync<TrainerEvent.Ended>()).End;
        return Assert.IsType<AttemptEnd.Completed>(end).Weights.Hash;
    }

    private void LinkAll(string except)
    {
        foreach (var library in Directory.EnumerateFiles(Package).Where(path => Path.GetFileName(path) != except))
        {
            File.CreateSymbolicLink(Path.Combine(folder, Path.GetFileName(library)), library);
        }
    }

    private static async Task RefusesAsync(string? libtorch, string sentence, params (string Key, string Value)[] environment)
    {
        var (code, error) = await RunAsync(ExternalTrainer, libtorch, "serve", environment);
        Assert.Equal(Unavailable, code);
        Assert.Contains(sentence, Assert.Single(error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Error)> RunAsync(
        string trainer, string? libtorch, string command, params (string Key, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [trainer, command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[TrainerEnvironment.Libtorch] = libtorch;
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await error);
    }
}
