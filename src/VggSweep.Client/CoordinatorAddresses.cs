namespace VggSweep.Client;

/// <summary>Reads what a person gives as the address of a cluster, and as the key to it.</summary>
public static class CoordinatorAddresses
{
    /// <param name="text">One address or several, as <c>http://a:5080,https://proxy/vgg</c>; a path is kept.</param>
    /// <exception cref="CoordinatorProblemException">One of them is not an address.</exception>
    public static IReadOnlyList<Uri> Parse(string text)
    {
        var parts = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Length > 0 ? [.. parts.Select(ParseOne)] : throw Wrong(text);
    }

    /// <param name="key">As it was given; white space around it, such as the line end of a file, is not part of it.</param>
    /// <param name="source">For the message: where the key is from.</param>
    /// <exception cref="CoordinatorProblemException">No HTTP header can carry it.</exception>
    public static string? ReadKey(string? key, string source)
    {
        var trimmed = key?.Trim() ?? "";
        var wrong = trimmed.AsSpan().IndexOfAnyExceptInRange('!', '~');
        return wrong < 0
            ? trimmed.Length > 0 ? trimmed : null
            : throw new CoordinatorProblemException(
                CoordinatorProblemKind.Usage,
                $"{source} is not a key: character {wrong + 1} (U+{(int)trimmed[wrong]:X4}) cannot be sent in an HTTP header; "
                + "copy the key again as `vggsweep api-key` printed it.");
    }

    private static Uri ParseOne(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            && address is { Host.Length: > 0, Query: "", Fragment: "", UserInfo: "" }
            ? address.AbsolutePath.EndsWith('/') ? address : new Uri($"{address.AbsoluteUri}/")
            : throw Wrong(text);

    private static CoordinatorProblemException Wrong(string text) =>
        new(
            CoordinatorProblemKind.Usage,
            $"'{text}' is not a coordinator address; give one such as http://host:5080, or several separated by commas.");
}
