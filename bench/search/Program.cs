using System.Globalization;
using VggSweep.Core.Simulation;
using VggSweep.SearchBench;

const int Seeds = 30;

switch (args)
{
    case ["regret", .. var rest]:
        Regret(rest);
        return 0;
    case ["curves", var points, .. var files]:
        Console.WriteLine(RegretBench.Header);
        Write(new CurvesBench([.. files.SelectMany(file => CurveFile.Read(File.ReadAllText(file)))], Number(points)).Run(Seeds));
        return 0;
    case ["macro", var points, var file]:
        Console.WriteLine(RegretBench.Header);
        Write(new MacroBench(file).Run(Seeds, Number(points)));
        return 0;
    case ["table", .. var files]:
        Write(RegretTable.Of(files.SelectMany(File.ReadLines)));
        return 0;
    case ["paired", var method, var others, .. var files]:
        Write(RegretTable.Paired(files.SelectMany(File.ReadLines), method, others.Split(',')));
        return 0;
    case ["time"]:
        Write(TimingBench.Cases.Select(one => TimingBench.Run(one.Method, TestFunction.All[^1], one.Trials)));
        Write(SchedulerTiming.Cases.Select(one => SchedulerTiming.Run(one.Name, one.Spec)));
        return 0;
    case ["intervals", var table, .. var files]:
        var curves = new CurvesBench([.. files.SelectMany(file => CurveFile.Read(File.ReadAllText(file)))], points: 0).Cells();
        Write([new IntervalBench(curves).Run("curves", known: 12, Seeds), new IntervalBench(curves).Run("curves", known: 16, Seeds)]);
        Write([new IntervalBench(new MacroBench(table).Cells()).Run("macro", known: 60, Seeds)]);
        return 0;
    default:
        Console.Error.WriteLine(
            "usage: VggSweep.SearchBench regret [SEEDS [METHOD [FUNCTION...]]] | curves PRICE FILE... | macro PRICE FILE"
            + " | intervals MACRO-FILE CURVES-FILE... | table FILE... | paired METHOD OTHER,... FILE... | time");
        return 2;
}

static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

static void Regret(string[] choice)
{
    var bench = new RegretBench([25, 50, 100], choice is [var seeds, ..] ? int.Parse(seeds, CultureInfo.InvariantCulture) : Seeds);
    IEnumerable<string> methods = choice is [_, var method, ..] ? [method] : Methods.All.Keys;
    var functions = TestFunction.All.Where(function => choice.Length < 3 || choice.AsSpan(2).Contains(function.Name)).ToList();
    Console.WriteLine(RegretBench.Header);
    Write(methods.SelectMany(method => functions.SelectMany(function => bench.Run(method, function))));
}

static void Write(IEnumerable<string> lines)
{
    foreach (var line in lines)
    {
        Console.WriteLine(line);
    }
}
