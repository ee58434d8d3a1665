using System.Runtime.InteropServices;
using Microsoft.Extensions.Time.Testing;
using VggSweep.Cli.Running;

namespace VggSweep.EndToEnd.Tests;

/// <summary>What counts as the wish to end at once.</summary>
public sealed class Interrupting
{
    [Theory]
    [InlineData(PosixSignal.SIGTERM, PosixSignal.SIGTERM, 60, false)] // timeout signals its child and then the group
    [InlineData(PosixSignal.SIGTERM, PosixSignal.SIGHUP, 0, false)] // systemd's SendSIGHUP=
    [InlineData(PosixSignal.SIGINT, PosixSignal.SIGINT, 0, false)] // a wrapper passes on what the terminal has sent already
    [InlineData(PosixSignal.SIGINT, PosixSignal.SIGINT, 1, true)]
    [InlineData(PosixSignal.SIGTERM, PosixSignal.SIGINT, 1, true)]
    public void Only_a_later_Ctrl_C_does(PosixSignal first, PosixSignal second, int seconds, bool endsAtOnce)
    {
        var time = new FakeTimeProvider();
        using var interrupts = new Interrupts(time);
        Assert.False(interrupts.Ask(first));
        Assert.True(interrupts.Token.IsCancellationRequested);
        time.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(endsAtOnce, interrupts.Ask(second));
    }
}
