using VggSweep.Core.Trials;
using VggSweep.Trainer.Data;
using VggSweep.Trainer.Native;
using VggSweep.Trainer.Training;

namespace VggSweep.Trainer.Tests;

/// <summary>Whose fault it is that an attempt ends: the trial's, or the machine's.</summary>
public sealed class MachineFaultRules
{
    public static TheoryData<string, MachineFaultKind?> Exceptions => new()
    {
        { "data", MachineFaultKind.Data },
        { "no library", MachineFaultKind.Library },
        { "a broken library behind a static constructor", MachineFaultKind.Library },
        { "no space", MachineFaultKind.DiskFull },
        { "no quota", MachineFaultKind.DiskFull },
        { "a broken disk", MachineFaultKind.Disk },
        { "no right to write", MachineFaultKind.Disk },
        { "a bug", null },
    };

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void An_exception_is_classified_by_its_kind(string name, MachineFaultKind? kind)
    {
        var fault = MachineFaults.Of(Make(name), "/trial");
        Assert.Equal(kind, fault?.Fault);
        Assert.True(
            fault is null || fault.Message.Contains(
                kind is MachineFaultKind.Data or MachineFaultKind.Library ? "thing.so" : "/trial",
                StringComparison.Ordinal),
            fault?.Message);
    }

    [Theory]
    [InlineData("/broken/libtorch.so: file too short", "/broken/libtorch.so: file too short")]
    [InlineData("libgomp.so.1: cannot open shared object file: No such file or directory",
        "libgomp.so.1: cannot open shared object file: No such file or directory")]
    [InlineData("/app/LibTorchSharp.so: cannot open shared object file: No such file or directory",
        "Unable to load shared library 'LibTorchSharp' or one of its dependencies.")]
    public void The_linkers_line_about_the_broken_library_is_reported(string line, string told) =>
        Assert.Equal(told, TorchLibrary.Reason(
        "Unable to load shared library 'LibTorchSharp' or one of its dependencies.\n/lib/LibTorchSharp.so: cannot "
        + $"open shared object file: No such file or directory\n{line}\n"));

    private static Exception Make(string name) => name switch
    {
        "data" => new DataProblemException("thing.so is cut off"),
        "no library" => new DllNotFoundException("thing.so"),
        "a broken library behind a static constructor" => new TypeInitializationException("torch", new BadImageFormatException("thing.so")),
        "no space" => new IOException("full", 28),
        "no quota" => new IOException("full", 122),
        "a broken disk" => new IOException("Input/output error", 5),
        "no right to write" => new UnauthorizedAccessException("denied"),
        _ => new InvalidOperationException("a bug"),
    };
}
