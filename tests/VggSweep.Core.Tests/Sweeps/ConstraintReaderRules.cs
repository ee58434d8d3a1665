using CsCheck;
using VggSweep.Core.Networks;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Constraints;
using VggSweep.Core.Sweeps.Planning;

namespace VggSweep.Core.Tests.Sweeps;

public sealed class ConstraintReaderRules
{
    private static readonly TrialParameters Trial = new()
    {
        Width = 16,
        Resolution = 56,
        Dense = 512,
        Lr = 0.05,
        Head = Head.Gap,
        BatchNorm = true,
        Epochs = 3,
    };

    private static readonly (string Name, double Value)[] Names =
        [("width", 16), ("resolution", 56), ("dense", 512), ("lr", 0.05), ("epochs", 3), ("macs", 7e8),
            ("params", 9e6)];

    private static readonly string[] Pieces =
    [
        "width", "macs", " ", "<=", "=", "and", "or", "(", ")", "-", "*", "1e6", ".", "M", "'", "head", "gap", "é",
        "\ud83d\ude00",
    ];

    [Theory]
    [InlineData("width <= 16", true)]
    [InlineData("width < 16", false)]
    [InlineData("16 >= width and resolution != 57", true)]
    [InlineData("width * resolution <= 896", true)]
    [InlineData("width*resolution<896", false)]
    [InlineData("macs <= 700e6", true)]
    [InlineData("macs < 0.7 G", false)]
    [InlineData("peakBytes <= 2GB and peakBytes <= 2 GB and seconds <= 2h", true)]
    [InlineData("seconds <= 119m", false)]
    [InlineData("head == gap", true)]
    [InlineData("dense == head", null)]
    [InlineData("gap != head", false)]
    [InlineData("batchNorm == true", true)]
    [InlineData("arch == 'vgg11' and arch != \"alexnet-torchvision\"", true)]
    [InlineData("width > 100 and width > 200 or width > 10", true)]
    [InlineData("width > 100 and (width > 200 or width > 10)", false)]
    [InlineData("- -width - -1 == --17", true)]
    [InlineData("2 - 1 - 1 == 0 and 8 / 4 / 2 == 1 and 2 + 3 * 4 == 14", true)]
    [InlineData("lr / 0 > 1e300", true)]
    public void A_constraint_is_read_as_arithmetic(string text, bool? holds) =>
        Assert.Equal(holds, Judge(text, isMeasured: true));

    [Fact]
    public void What_is_not_known_yet_violates_nothing()
    {
        Assert.True(Judge("seconds <= 1 and peakBytes < 1", isMeasured: false));
        Assert.True(Judge("width == 3", isMeasured: true, Trial with { Width = null }));
        Assert.False(Judge("macs <= 1", isMeasured: false));
    }

    [Theory]
    [InlineData("seconds <= 1", true)]
    [InlineData("peakBytes <= 1", true)]
    [InlineData("width <= 1 and macs <= 200M", false)]
    public void A_constraint_knows_whether_it_depends_on_the_machine(string text, bool depends) =>
        Assert.Equal(depends, ConstraintReader.Read(text).Constraint!.DependsOnMachine);

    /// <summary>Written with no more parentheses than precedence and order need.</summary>
    [Fact]
    public void Arithmetic_and_logic_agree_with_a_second_evaluation() => Gen.Int[0, 9_999].Array[60].Sample(choices =>
    {
        var (text, _, value) = new Expressions(choices).Any(2);
        Assert.Equal(value, Judge(text, isMeasured: true));
    });

    [Fact]
    public void No_text_throws_and_a_mistake_lies_within_it() =>
        Gen.Int[0, Pieces.Length - 1].Array[0, 20].Sample(choices =>
        {
            var text = string.Concat(choices.Select(choice => Pieces[choice]));
            var (constraint, at, message, fix) = ConstraintReader.Read(text);

            Assert.Equal(constraint is null, message.Length > 0 && fix.Length > 0);
            Assert.InRange(at, 0, text.Length);
        });

    [Fact]
    public void Depth_and_length_have_bounds()
    {
        Assert.True(Judge(new string('(', 32) + "width > 1" + new string(')', 32), isMeasured: true));
        Assert.Contains(
            "deeper than 32", ConstraintReader.Read(new string('(', 33) + "width > 1" + new string(')', 33)).Message,
            StringComparison.Ordinal);
        Assert.True(Judge("width > 1" + string.Concat(Enumerable.Repeat(" and width > 1", 35)), isMeasured: true));
        Assert.Contains(
            "at most 500", ConstraintReader.Read("width > 1" + new string(' ', 492)).Message, StringComparison.Ordinal);
    }

    private static bool? Judge(string text, bool isMeasured, TrialParameters? trial = null) =>
        ConstraintReader.Read(text).Constraint?.Holds(
        new TrialFacts(
            trial ?? Trial, _ => true, () => new TrialCost(9_000_000, 700_000_000, 1e12, 2_000_000_000, 1, 1, 7_200),
            isMeasured));

    /// <summary>Draws an expression with its precedence and its value.</summary>
    private sealed class Expressions(int[] choices)
    {
        private int next;

        public (string Text, int Precedence, bool Value) Any(int depth)
        {
            if (depth == 0 || Choose(3) == 0)
            {
                var (left, right) = (Number(2), Number(1));
                var sign = ((string[])["<", "<=", ">", ">=", "==", "!="])[Choose(6)];
                var value = sign switch
                {
                    "<" => left.Value < right.Value,
                    "<=" => left.Value <= right.Value,
                    ">" => left.Value > right.Value,
                    ">=" => left.Value >= right.Value,
                    "==" => left.Value == right.Value,
                    _ => left.Value != right.Value,
                };
                return ($"{left.Text} {sign} {right.Text}", 2, value);
            }

            var (one, other, isAnd) = (Any(depth - 1), Any(depth - 1), Choose(2) == 0);
            var precedence = isAnd ? 1 : 0;
            return (
                $"{Grouped(one.Text, one.Precedence < precedence)} {(isAnd ? "and" : "or")} "
                + $"{Grouped(other.Text, other.Precedence <= precedence)}",
                precedence,
                isAnd ? one.Value && other.Value : one.Value || other.Value);
        }

        private (string Text, int Precedence, double Value) Number(int depth)
        {
            switch (depth == 0 ? Choose(2) : Choose(6))
            {
                case 0:
                    var (name, own) = Names[Choose(Names.Length)];
                    return (name, 3, own);
                case 1:
                    var number = Choose(1_000) / 8.0;
                    return (FormattableString.Invariant($"{number}"), 3, number);
                case var kind:
                    var (left, right) = (Number(depth - 1), Number(depth - 1));
                    var (sign, precedence, value) = kind switch
                    {
                        2 => ('+', 1, left.Value + right.Value),
                        3 => ('-', 1, left.Value - right.Value),
                        4 => ('*', 2, left.Value * right.Value),
                        _ => ('/', 2, left.Value / right.Value),
                    };
                    return (
                        $"{Grouped(left.Text, left.Precedence < precedence)} {sign} "
                        + $"{Grouped(right.Text, right.Precedence <= precedence)}",
                        precedence, value);
            }
        }

        private static string Grouped(string text, bool isNeeded) => isNeeded ? $"({text})" : text;

        private int Choose(int count) => choices[next++ % choices.Length] % count;
    }
}
