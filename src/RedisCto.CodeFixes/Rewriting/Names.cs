using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisCto.CodeFixes.Rewriting;

/// <summary>Finds names that are free, and brings namespaces into reach.</summary>
internal static class Names
{
    /// <summary>The first of name, name2, name3, … that nothing in the file uses.</summary>
    public static string Free(this FixSite site, string name)
    {
        var used = new HashSet<string>(
            site.Root.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText),
            StringComparer.Ordinal);
        used.UnionWith(site.Model.LookupSymbols(site.Node.SpanStart).Select(symbol => symbol.Name));
        var candidate = name;
        for (var number = 2; used.Contains(candidate); number++)
            candidate = name + number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return candidate;
    }

    /// <summary>Adds <c>using namespace;</c> unless the type is in reach already (implicit or global usings count).</summary>
    public static SyntaxNode Using(this FixSite site, SyntaxNode root, string typeName, string namespaceName)
    {
        if (root is not CompilationUnitSyntax unit
            || site.Model.LookupNamespacesAndTypes(site.Node.SpanStart, name: typeName)
                .Any(symbol => symbol.ContainingNamespace.ToDisplayString() == namespaceName)
            || unit.Usings.Any(directive => directive.Name?.ToString() == namespaceName))
        {
            return root;
        }
        var added = SyntaxFactory.ParseCompilationUnit($"using {namespaceName};\n").Usings[0];
        var index = unit.Usings.Count(directive => string.CompareOrdinal(directive.Name?.ToString(), namespaceName) < 0);
        return unit.WithUsings(unit.Usings.Insert(index, added));
    }
}
