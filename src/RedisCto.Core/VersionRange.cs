namespace RedisCto.Core;

/// <summary>
/// The servers a statement speaks of, for example <c>redis >= 7.4, valkey >= 9.0</c> or <c>redis >= 6.2 &lt; 8.0, garnet</c>.
/// A product that is not named is not admitted; <c>any</c> admits every product and version.
/// </summary>
public sealed class VersionRange
{
    private readonly List<Clause> clauses = [];

    private VersionRange(string text) => Text = text;

    private sealed record Clause(Product Product, ServerVersion? AtLeast, ServerVersion? Below);

    /// <summary>The range as it was written.</summary>
    public string Text { get; }

    /// <summary>Every product, every version.</summary>
    public static VersionRange Any { get; } = Parse("any");

    /// <exception cref="FormatException">The text is not a range; the message names the part that could not be read.</exception>
    public static VersionRange Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var range = new VersionRange(text.Trim());
        if (string.Equals(range.Text, "any", StringComparison.OrdinalIgnoreCase))
            return range;

        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            range.clauses.Add(ParseClause(part));
        return range.clauses.Count > 0 ? range : throw new FormatException($"'{text}' names no server.");
    }

    /// <summary>True where the statement holds for this server. An unknown product is admitted by <c>any</c> only.</summary>
    public bool Admits(Product product, ServerVersion version) =>
        clauses.Count == 0 || clauses.Exists(clause =>
            clause.Product == product &&
            (clause.AtLeast is not { } low || version >= low) &&
            (clause.Below is not { } high || version < high));

    /// <summary>True where the statement holds for some version of this product.</summary>
    public bool Names(Product product) => clauses.Count == 0 || clauses.Exists(clause => clause.Product == product);

    public override string ToString() => Text;

    private static Clause ParseClause(string part)
    {
        var words = part.Replace(">=", " >= ", StringComparison.Ordinal).Replace("<", " < ", StringComparison.Ordinal)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (!Enum.TryParse<Product>(words[0], ignoreCase: true, out var product) || product == Product.Unknown)
            throw new FormatException($"'{words[0]}' in '{part}' is not a product ({string.Join(", ", Enum.GetNames<Product>()[1..])}).");

        ServerVersion? low = null, high = null;
        for (var i = 1; i < words.Length; i += 2)
        {
            if (i + 1 == words.Length)
                throw new FormatException($"'{part}' ends in '{words[i]}'; a version must follow.");
            switch (words[i])
            {
                case ">=":
                    low = ServerVersion.Parse(words[i + 1]);
                    break;
                case "<":
                    high = ServerVersion.Parse(words[i + 1]);
                    break;
                default:
                    throw new FormatException($"'{words[i]}' in '{part}' is not >= or <.");
            }
        }

        return new Clause(product, low, high);
    }
}
