using VggSweep.Core.Sweeps.Parameters;
using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.Core.Sweeps.Constraints;

/// <summary>
/// The comparisons of constraints. Where a configuration lacks a side, nothing is violated: they hold.
/// </summary>
internal static class Comparisons
{
    public static Term.Truth OfNumbers(Term.Number left, Token sign, Term.Number right)
    {
        Func<double, double, bool> of = sign.Text switch
        {
            "<=" => (one, other) => one <= other,
            ">=" => (one, other) => one >= other,
            "<" => (one, other) => one < other,
            ">" => (one, other) => one > other,
            "==" => (one, other) => one == other,
            _ => (one, other) => one != other,
        };
        return new Term.Truth(
            left.At, facts => left.Of(facts) is not { } one || right.Of(facts) is not { } other || of(one, other));
    }

    /// <summary>Of a parameter with one of its values.</summary>
    /// <exception cref="ConstraintMistakeException">It is no such comparison.</exception>
    public static Term.Truth OfNames(Term left, Token sign, Term right)
    {
        if (sign.Text is not ("==" or "!="))
        {
            throw new ConstraintMistakeException(sign.At, "names have no order", "use == or !=");
        }

        if ((left as Term.Choice ?? right as Term.Choice) is not { } choice)
        {
            throw new ConstraintMistakeException(
                left.At, $"there is no quantity {left.Description}",
                NearestName.Mend(((Term.Word)left).Text, Quantities.Names));
        }

        if ((left as Term.Word ?? right as Term.Word) is not { } word)
        {
            throw new ConstraintMistakeException(
                right.At, "two parameters cannot be compared", "compare with a value, such as head == gap");
        }

        var (parameter, isEqual) = (choice.Parameter, sign.Text == "==");
        var value = parameter.Kind.Parse(word.Text) ?? throw new ConstraintMistakeException(
            word.At, $"{parameter.Key} cannot be {word.Description}",
            parameter.Kind is ValueKind.Choice kind
                ? NearestName.Mend(word.Text, [.. kind.Names.Keys])
                : $"give {parameter.Kind.Description}");
        return new Term.Truth(
            left.At, facts => facts.ValueOf(parameter) is not { } own || own.Equals(value) == isEqual);
    }
}
