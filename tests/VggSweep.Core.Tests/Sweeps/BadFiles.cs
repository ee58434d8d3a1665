using System.Text.RegularExpressions;

namespace VggSweep.Core.Tests.Sweeps;

/// <summary>The cases of bad-files.txt.</summary>
public static class BadFiles
{
    /// <summary>Title, file and mistakes, each as <c>bad.yaml:line:column: what; the mend</c>.</summary>
    public static TheoryData<string, string, string[]> Cases()
    {
        using var reader = new StreamReader(typeof(BadFiles).Assembly.GetManifestResourceStream("bad-files.txt")!);
        var cases = new TheoryData<string, string, string[]>();
        foreach (var text in reader.ReadToEnd().Split("### ").Skip(1))
        {
            var lines = text.TrimEnd().Split('\n');
            var arrow = Array.IndexOf(lines, "=>");
            cases.Add(lines[0], Hidden(string.Join('\n', lines[1..arrow])), lines[(arrow + 1)..]);
        }

        return cases;
    }

    private static string Hidden(string yaml) => Regex.Replace(
        yaml.Replace("<tab>", "\t", StringComparison.Ordinal), "<U\\+([0-9A-F]{4})>",
        match => ((char)Convert.ToInt32(match.Groups[1].Value, 16)).ToString());
}
