using System.Runtime.InteropServices;
using TorchSharp;

namespace VggSweep.Trainer.Native;

/// <summary>
/// TorchSharp's native library with libtorch behind it. Loaded before TorchSharp does: that copies half a gigabyte about when
/// it fails, and keeps the linker's reason to itself.
/// </summary>
internal static class TorchLibrary
{
    private const string Name = "LibTorchSharp";

    /// <returns>Why it cannot be loaded; null when it is.</returns>
    public static string? WhyNotLoaded()
    {
        try
        {
            NativeLibrary.Load(Name, typeof(torch).Assembly, searchPath: null);
            return null;
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            var path = Environment.GetEnvironmentVariable("LD_LIBRARY_PATH");
            return $"libtorch cannot be loaded: {Reason(exception.Message)}; build "
                + $"again{(string.IsNullOrEmpty(path) ? "" : $", or take the library out of LD_LIBRARY_PATH ({path})")}";
        }
    }

    /// <summary>The linker's line about the library that is missing or broken, among those about places where there is none.</summary>
    internal static string Reason(string message)
    {
        var lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Skip(1).FirstOrDefault(
            line => !line.Contains("No such file", StringComparison.Ordinal) || !line.Contains(Name, StringComparison.Ordinal)) ?? lines[0];
    }
}
