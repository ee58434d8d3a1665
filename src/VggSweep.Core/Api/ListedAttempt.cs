namespace VggSweep.Core.Api;

/// <summary>One execution of a trial under one lease.</summary>
/// <param name="Attempt">Of the trial, from 1.</param>
/// <param name="Ended">Null while it runs.</param>
/// <param name="Outcome">The name of its outcome; null while it runs.</param>
public sealed record ListedAttempt(
    int Trial, int Attempt, string Worker, DateTimeOffset Started, DateTimeOffset? Ended, string? Outcome);
