using RedisCto.Core;

namespace RedisCto.Knowledge.Search;

/// <summary>Says where an answer does not hold for the caller's server.</summary>
internal static class VersionNotes
{
    /// <summary>The server that a question names ("HEXPIRE valkey 8"), or null.</summary>
    public static ServerTarget? TargetNamedIn(string query)
    {
        var words = query.Split([' ', ',', ';', '?', '!', '(', ')'], StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i + 1 < words.Length; i++)
        {
            if (Enum.TryParse<Product>(words[i], ignoreCase: true, out var product) && product != Product.Unknown && !char.IsDigit(words[i][0])
                && ServerVersion.TryParse(words[i + 1].TrimEnd('.', ':'), out var version) && version.Major < 100)
                return new ServerTarget(product, version);
        }

        return null;
    }

    public static string For(KnowledgeEntry entry, string passage, ServerTarget? server)
    {
        if (server is not { Product: not Product.Unknown } known)
            return "";
        if (known.Version is not { } version)
            return Unversioned(entry.AppliesTo, known.Product);
        if (!entry.AppliesTo.Admits(known.Product, version))
            return $"Does not hold for {known}: it needs {entry.AppliesTo}.";

        var narrower = Markdown.Blocks(passage).Select(block => block.Range).FirstOrDefault(range => range?.Admits(known.Product, version) == false);
        return narrower is null ? "" : $"Not all of it holds for {known}: part of it needs {narrower}.";
    }

    private static string Unversioned(VersionRange range, Product product) =>
        !range.Names(product) ? $"Does not hold for {product}: it needs {range}."
        : range.Names(Product.Unknown) ? ""
        : $"Holds for {range}; check the version of your server.";
}
