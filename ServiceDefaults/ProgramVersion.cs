using System.Reflection;

namespace VggSweep.ServiceDefaults;

/// <summary>Which build a program is, for its log.</summary>
public static class ProgramVersion
{
    /// <summary>The version, with the commit where the build knew it.</summary>
    public static string Of(Type program) =>
        program.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? program.Assembly.GetName().Version!.ToString();
}
