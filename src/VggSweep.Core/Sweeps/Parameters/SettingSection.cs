namespace VggSweep.Core.Sweeps.Parameters;

/// <summary>A group of keys of a sweep file.</summary>
/// <param name="About">For the JSON Schema.</param>
internal sealed record SettingSection(string Key, string About, IReadOnlyList<Setting> Settings);
