namespace VggSweep.Results.Answers.Comparison;

/// <summary>A setting in which all trials of one sweep differ from all of the other.</summary>
public sealed record SettingDifference(string Setting, string First, string Second);
