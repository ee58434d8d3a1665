using System.Text;
using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.Core.Tests.Sweeps;

public sealed class SpecTextRules
{
    private const string Yaml = "name: é\nparameters: { lr: 0.1 }\n";

    [Fact]
    public void Utf8_is_read_with_and_without_a_byte_order_mark()
    {
        byte[] plain = [.. Encoding.UTF8.GetBytes("name: a\nparameters: { lr: 0.1 }\n")];

        Assert.NotNull(SpecText.Read(plain).Reading.Spec);
        Assert.Equal(SpecText.Read(plain).Yaml, SpecText.Read([.. Encoding.UTF8.Preamble, .. plain]).Yaml);
    }

    [Theory]
    [InlineData("utf-16", true, "bad.yaml:1:1: the file is UTF-16; save it as UTF-8")]
    [InlineData("utf-16BE", true, "bad.yaml:1:1: the file is UTF-16; save it as UTF-8")]
    [InlineData("utf-16", false, "bad.yaml:1:1: the file is UTF-16; save it as UTF-8")]
    [InlineData("utf-16BE", false, "bad.yaml:1:1: the file is UTF-16; save it as UTF-8")]
    [InlineData("utf-32", true, "bad.yaml:1:1: the file is UTF-32; save it as UTF-8")]
    [InlineData("latin1", false, "bad.yaml:1:7: the byte 0xE9 is not UTF-8; save the file as UTF-8")]
    public void Another_encoding_is_reported(string name, bool hasMark, string expected)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] file = [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(Yaml)];

        Assert.Equal([expected], SpecText.Read(file).Reading.Errors.Select(error => error.Format("bad.yaml")));
    }

    [Fact]
    public async Task A_file_of_50_megabytes_is_refused_after_its_first()
    {
        var file = new Endless(50_000_000);

        var (_, reading) = await SpecText.ReadAsync(file);

        Assert.Equal("f:1:1: the file has more than 250,000 characters; is it a sweep file?", Assert.Single(reading.Errors).Format("f"));
        Assert.InRange(file.Position, 750_000, 1_000_000);
    }

    /// <summary>So many letters.</summary>
    private sealed class Endless(long length) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - Position);
            Array.Fill(buffer, (byte)'x', offset, read);
            Position += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
