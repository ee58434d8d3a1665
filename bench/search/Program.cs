using System.Globalization;
using VggSweep.SearchBench;

// regret [SEEDS [METHOD...]]: rows of CSV; table FILE...: their medians; time: processor time of a proposal.
switch (args)
{
    case ["regret", .. var rest]:
        var seeds = rest is [var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : 30;
        var bench = new RegretBench([25, 50, 100], seeds);
        Console.WriteLine(RegretBench.Header);
        foreach (var row in (rest.Length > 1 ? rest[1..] : [.. Methods.All.Keys]).SelectMany(method => TestFunction.All.SelectMany(function => bench.Run(method, function))))
        {
            Console.WriteLine(row);
        }

        return 0;
    case ["table", .. var files]:
        foreach (var line in RegretTable.Of(files.SelectMany(File.ReadLines)))
        {
            Console.WriteLine(line);
        }

        return 0;
    case ["time"]:
        foreach (var (method, trials) in new[] { ("tpe", 1_000), ("tpe", 500), ("gp", 100), ("gp", 300), ("gp", 500), ("nsga2", 1_000) })
        {
            Console.WriteLine(TimingBench.Run(method, TestFunction.All[^1], trials));
        }

        return 0;
    default:
        Console.Error.WriteLine("usage: VggSweep.SearchBench regret [SEEDS [METHOD...]] | table FILE... | time");
        return 2;
}
