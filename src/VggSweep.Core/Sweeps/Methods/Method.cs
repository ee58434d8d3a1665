using VggSweep.Core.Sweeps.Parameters;
using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.Core.Sweeps.Methods;

/// <summary>One choice of a <see cref="MethodTable{TSpec}"/>: its name and its options, with their keys and checks.</summary>
/// <typeparam name="TSpec">What all choices of the table derive their options from.</typeparam>
internal abstract class Method<TSpec>
    where TSpec : class
{
    /// <summary>The value of the table's key that chooses it, and the key of its section.</summary>
    public abstract string Name { get; }

    /// <summary>For the JSON Schema: a clause behind the name.</summary>
    public abstract string About { get; }

    /// <summary>For the JSON Schema, of the section. Empty without options.</summary>
    public virtual string OptionsAbout => "";

    /// <summary>The keys of its section. Default: none, and sweep files have no such section.</summary>
    public virtual IReadOnlyList<Setting> Options => [];

    public SettingSection Section => new(Name, OptionsAbout, Options);

    /// <summary>The type of its options, by which stored sweeps are read and a spec finds its method.</summary>
    public abstract Type SpecType { get; }

    /// <summary>The options of a file's section, which is empty when the file has none. Notes its mistakes.</summary>
    public abstract TSpec Read(SpecSection section);

    /// <summary>Notes what does not hold between the options and the rest of the file. Default: nothing.</summary>
    public virtual void Note(TSpec spec, MethodDraft draft)
    {
    }
}

/// <inheritdoc/>
/// <typeparam name="TSpec">What all choices of the table derive their options from.</typeparam>
/// <typeparam name="TOptions">This one's.</typeparam>
internal abstract class Method<TSpec, TOptions> : Method<TSpec>
    where TSpec : class
    where TOptions : TSpec
{
    public sealed override Type SpecType => typeof(TOptions);

    public sealed override TSpec Read(SpecSection section) => ReadOptions(section);

    public sealed override void Note(TSpec spec, MethodDraft draft) => Note((TOptions)spec, draft);

    protected abstract TOptions ReadOptions(SpecSection section);

    protected virtual void Note(TOptions options, MethodDraft draft)
    {
    }
}
