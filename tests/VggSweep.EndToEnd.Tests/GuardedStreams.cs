using System.Text;
using VggSweep.ServiceDefaults;

namespace VggSweep.EndToEnd.Tests;

/// <summary>What cannot be shown is kept, line by line.</summary>
public sealed class GuardedStreams
{
    private readonly List<string> kept = [];

    [Fact]
    public void A_stream_that_works_gets_everything()
    {
        var shown = new Breakable();
        using var writer = Guard(shown);
        writer.Write("a line\nand ");
        writer.WriteLine("another");
        Assert.Equal("a line\nand another\n", shown.Text);
        Assert.Empty(kept);
        Assert.False(writer.IsGone);
    }

    /// <summary>EIO of a terminal that was closed, ENOSPC of a file.</summary>
    [Fact]
    public void From_the_first_write_that_fails_on_every_line_is_kept_without_its_drawing()
    {
        var shown = new Breakable();
        using var writer = Guard(shown);
        writer.WriteLine("shown");
        shown.IsBroken = true;
        writer.Write("\u001b[2K\u001b[31mnot ");
        writer.Write("shown\u001b[0m\r\n\n");
        shown.IsBroken = false;
        writer.WriteLine("nor this");
        Assert.Equal("shown\n", shown.Text);
        Assert.Equal(["not shown", "nor this"], kept);
        Assert.True(writer.IsGone);
        Assert.Equal("cannot be written: Input/output error; redirect it elsewhere.", writer.Failure);
    }

    [Fact]
    public void A_stream_that_was_never_there_is_not_written_to()
    {
        var shown = new Breakable();
        using var writer = new GuardedWriter(shown, descriptor: 0, isGone: true, kept.Add);
        writer.WriteLine("kept");
        Assert.Equal("", shown.Text);
        Assert.Equal(["kept"], kept);
    }

    /// <summary>With standard input's number, which is not asked for errors of writing.</summary>
    private GuardedWriter Guard(TextWriter shown) => new(shown, descriptor: 0, isGone: false, kept.Add);

    private sealed class Breakable : TextWriter
    {
        private readonly StringBuilder text = new();

        public bool IsBroken { get; set; }

        public string Text => text.ToString();

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => text.Append(IsBroken ? throw new IOException("Input/output error", 5) : value);
    }
}
