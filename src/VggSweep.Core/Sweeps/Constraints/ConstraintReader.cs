using VggSweep.Core.Sweeps.Reading;

namespace VggSweep.Core.Sweeps.Constraints;

/// <summary>
/// Reads constraints, by recursive descent:
/// <code>
/// any        = all { "or" all }
/// all        = comparison { "and" comparison }
/// comparison = sum [ ( "&lt;" | "&lt;=" | "&gt;" | "&gt;=" | "==" | "!=" ) sum ]
/// sum        = product { ( "+" | "-" ) product }
/// product    = factor { ( "*" | "/" ) factor }
/// factor     = { "-" } ( number [ suffix ] | name | "(" any ")" )
/// </code>
/// Texts are stored with their sweeps: the grammar may grow and never shrink.
/// </summary>
internal sealed class ConstraintReader
{
    public const int MostCharacters = 500;
    private const int GreatestDepth = 32;

    private readonly IReadOnlyList<Token> tokens;
    private int next;
    private int depth;
    private bool dependsOnMachine;

    private ConstraintReader(string text) => tokens = Token.Of(text);

    /// <summary>The constraint, or the first mistake in it with the characters before it.</summary>
    public static (Constraint? Constraint, int At, string Message, string Fix) Read(string text)
    {
        try
        {
            if (text.Length > MostCharacters)
            {
                throw new ConstraintMistakeException(
                    0, $"a constraint has at most {MostCharacters} characters", "split it at its and");
            }

            var reader = new ConstraintReader(text);
            var truth = reader.Whole();
            return (new Constraint(text, truth.Of, reader.dependsOnMachine), 0, "", "");
        }
        catch (ConstraintMistakeException mistake)
        {
            return (null, mistake.At, mistake.Message, mistake.Fix);
        }
    }

    private Token Next => tokens[next];

    private Term.Truth Whole()
    {
        if (tokens.Count == 1)
        {
            throw new ConstraintMistakeException(0, "the constraint is empty", "write one, such as macs <= 200M");
        }

        var term = Any();
        return next < tokens.Count - 1
            ? throw new ConstraintMistakeException(
                Next.At, $"{Description(Next)} cannot stand here", "join comparisons with and, or")
            : Truth(term);
    }

    private Term Any() => Joined("or", All, (left, right) => facts => left(facts) || right(facts));

    private Term All() => Joined("and", Comparison, (left, right) => facts => left(facts) && right(facts));

    private Term Joined(
        string word, Func<Term> part, Func<Func<TrialFacts, bool>, Func<TrialFacts, bool>, Func<TrialFacts, bool>> join)
    {
        var term = part();
        while (Takes(word) is not null)
        {
            term = new Term.Truth(term.At, join(Truth(term).Of, Truth(part()).Of));
        }

        return term;
    }

    private Term Comparison()
    {
        var left = Sum();
        if (Takes("<=", ">=", "==", "!=", "<", ">") is not { } sign)
        {
            return left;
        }

        var right = Sum();
        if (Takes("<=", ">=", "==", "!=", "<", ">") is { } second)
        {
            throw new ConstraintMistakeException(
                second.At, "a comparison has two sides", "join two comparisons with and");
        }

        return left is Term.Choice or Term.Word && right is Term.Choice or Term.Word
            ? Comparisons.OfNames(left, sign, right)
            : Comparisons.OfNumbers(Number(left), sign, Number(right));
    }

    private Term Sum() => Chained(Product, ("+", (left, right) => left + right), ("-", (left, right) => left - right));

    private Term Product() =>
        Chained(Factor, ("*", (left, right) => left * right), ("/", (left, right) => left / right));

    private Term Chained(Func<Term> part, params (string Sign, Func<double?, double?, double?> Of)[] signs)
    {
        var term = part();
        while (Takes(signs[0].Sign, signs[1].Sign) is { } sign)
        {
            var (left, right) = (Number(term).Of, Number(part()).Of);
            var of = signs.First(one => one.Sign == sign.Text).Of;
            term = new Term.Number(term.At, facts => of(left(facts), right(facts)));
        }

        return term;
    }

    private Term Factor()
    {
        var (at, isNegative, signs) = (Next.At, false, 0);
        while (Takes("-") is not null)
        {
            (isNegative, signs) = (!isNegative, signs + 1);
        }

        var term = Primary();
        if (signs == 0)
        {
            return term;
        }

        var of = Number(term).Of;
        return new Term.Number(at, isNegative ? facts => -of(facts) : of);
    }

    private Term Primary()
    {
        if (Takes("(") is { } open)
        {
            return Grouped(open);
        }

        var token = Next;
        if (token.Number is { } number)
        {
            next++;
            return new Term.Number(token.At, _ => number);
        }

        if (!token.IsName || token.Text is "and" or "or")
        {
            throw new ConstraintMistakeException(
                token.At, $"{(next == tokens.Count - 1 ? "the constraint ends" : Description(token) + " stands")} "
                    + "where a name or number is expected",
                "write both sides of each sign");
        }

        next++;
        return Named(token);
    }

    private Term Grouped(Token open)
    {
        if (++depth > GreatestDepth)
        {
            throw new ConstraintMistakeException(
                open.At, $"parentheses go deeper than {GreatestDepth}", "write it more simply");
        }

        var term = Any();
        if (Takes(")") is null)
        {
            throw new ConstraintMistakeException(open.At, "a parenthesis is not closed", "add )");
        }

        depth--;
        return term;
    }

    private Term Named(Token name)
    {
        if (name.Text == Quantities.Seed)
        {
            throw new ConstraintMistakeException(
                name.At, "a constraint cannot depend on seed, which only repeats a configuration", "remove it");
        }

        dependsOnMachine |= Quantities.DependsOnMachine(name.Text);
        return Quantities.NumberOf(name.Text) is { } number ? new Term.Number(name.At, number)
            : Quantities.ChoiceOf(name.Text) is { } choice ? new Term.Choice(name.At, choice)
            : new Term.Word(name.At, name.Text);
    }

    private Token? Takes(params ReadOnlySpan<string> texts)
    {
        var token = Next;
        if (token.Number is not null || !texts.Contains(token.Text)
            || (token.Text.Length > 0 && token.IsName != char.IsAsciiLetter(token.Text[0])))
        {
            return null;
        }

        next++;
        return token;
    }

    private static Term.Truth Truth(Term term) => term as Term.Truth
        ?? throw (term is Term.Word word ? Unknown(word)
            : new ConstraintMistakeException(
                term.At, $"{term.Description} is not compared", "add a comparison, such as macs <= 200M"));

    private static Term.Number Number(Term term) => term as Term.Number
        ?? throw (term is Term.Word word ? Unknown(word)
            : new ConstraintMistakeException(
                term.At, $"{term.Description} is not a number", "compare it with a value, such as head == gap"));

    private static ConstraintMistakeException Unknown(Term.Word word) => new(
        word.At, $"there is no quantity {VisibleText.Quote(word.Text)}", NearestName.Mend(word.Text, Quantities.Names));

    private static string Description(Token token) => VisibleText.Quote(token.Text);
}
