namespace VggSweep.Core.Sweeps.Reading;

/// <summary>A piece of a YAML document and where it stands.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
internal abstract record SpecNode(int Line, int Column)
{
    /// <summary>For messages, as <c>a list</c>.</summary>
    public abstract string Description { get; }

    internal sealed record Scalar(int Line, int Column, string Text) : SpecNode(Line, Column)
    {
        /// <summary>The column of the text's first character; null where the file writes the text otherwise than it reads.</summary>
        public int? TextColumn { get; init; }

        public override string Description => VisibleText.Quote(Text);
    }

    internal sealed record Sequence(int Line, int Column, IReadOnlyList<SpecNode> Items) : SpecNode(Line, Column)
    {
        public override string Description => "a list";
    }

    internal sealed record Mapping(int Line, int Column, IReadOnlyList<(Scalar Key, SpecNode Value)> Entries) : SpecNode(Line, Column)
    {
        public override string Description => "a group of keys";
    }
}
