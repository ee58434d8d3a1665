using System.Globalization;
using VggSweep.SearchBench;

switch (args)
{
    case ["regret", .. var rest]:
        Regret(rest);
        return 0;
    case ["table", .. var files]:
        Write(RegretTable.Of(files.SelectMany(File.ReadLines)));
        return 0;
    case ["time"]:
        Write(TimingBench.Cases.Select(one => TimingBench.Run(one.Method, TestFunction.All[^1], one.Trials)));
        return 0;
    default:
        Console.Error.WriteLine("usage: VggSweep.SearchBench regret [SEEDS [METHOD [FUNCTION...]]] | table FILE... | time");
        return 2;
}

static void Regret(string[] choice)
{
    var bench = new RegretBench([25, 50, 100], choice is [var seeds, ..] ? int.Parse(seeds, CultureInfo.InvariantCulture) : 30);
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
