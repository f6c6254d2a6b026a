using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisCto.Review.Sources;

namespace RedisCto.Review.Binding;

/// <summary>Decides what a pasted text is: a file, members that lack their class, or statements; the reading with the fewest errors wins.</summary>
internal static class Shape
{
    private const string ClassName = "Snippet";

    public static readonly CSharpParseOptions ParseOptions = new(
        LanguageVersion.Preview, DocumentationMode.None, preprocessorSymbols: ["NET", "NETCOREAPP", "NET8_0_OR_GREATER", "NET10_0", "NET10_0_OR_GREATER"]);

    /// <summary>The text and its tree; an empty tree stands for a text that is nested too deeply to be parsed.</summary>
    public static (BoundText Text, SyntaxTree Tree) Read(SourceFile source, CancellationToken ct)
    {
        if (Nesting.IsTooDeep(source.Text, ParseOptions, ct))
        {
            var nothing = new BoundText(source.Text, Readability.Blank(source.Text), []);
            return (nothing, Parse("", source.Name, ct));
        }

        var readable = source.Text;
        var tree = Parse(readable, source.Name, ct);
        var errors = ErrorsOf(tree);
        if (!source.Pasted)
            return (new BoundText(source.Text, readable, []), tree);

        foreach (var blanked in errors == 0 ? [] : Readings(readable))
        {
            var other = Parse(blanked, source.Name, ct);
            if (ErrorsOf(other) is var fewer && fewer < errors)
                (readable, tree, errors) = (blanked, other, fewer);
        }

        var text = new BoundText(source.Text, readable, []);
        if (!LacksClass(tree.GetCompilationUnitRoot(ct), errors))
            return (text, tree);

        var (wrapped, wrappedTree) = Wrap(text, tree, source.Name, ct);
        return ErrorsOf(wrappedTree) <= errors ? (wrapped, wrappedTree) : (text, tree);
    }

    public static SyntaxTree Parse(string text, string path, CancellationToken ct) =>
        CSharpSyntaxTree.ParseText(text, ParseOptions, path, cancellationToken: ct);

    private static IEnumerable<string> Readings(string text)
    {
        var code = Readability.OnlyFencedCode(text);
        yield return code;
        yield return Readability.WithoutElisions(code);
    }

    private static int ErrorsOf(SyntaxTree tree) => tree.GetDiagnostics().Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    /// <summary>Members in the open, or nothing but local functions, which are methods whose class was not pasted.</summary>
    private static bool LacksClass(CompilationUnitSyntax root, int errors)
    {
        var loose = root.Members.Where(member => member is not (BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax or DelegateDeclarationSyntax)).ToList();
        if (loose.Count == 0)
            return false;
        return errors > 0 || loose.TrueForAll(member => member is not GlobalStatementSyntax { Statement: not LocalFunctionStatementSyntax });
    }

    private static (BoundText Text, SyntaxTree Tree) Wrap(BoundText text, SyntaxTree tree, string path, CancellationToken ct)
    {
        var root = tree.GetCompilationUnitRoot(ct);
        var start = root.Usings.Count > 0 ? root.Usings[^1].FullSpan.End : 0;
        var wrapped = With(ClassName);
        var constructor = wrapped.Tree.GetRoot(ct).DescendantNodes(node => node is CompilationUnitSyntax or TypeDeclarationSyntax)
            .OfType<ConstructorDeclarationSyntax>().FirstOrDefault();
        return constructor?.Identifier.ValueText is { Length: > 0 } name && name != ClassName && constructor.Parent?.Parent is CompilationUnitSyntax
            ? With(name)
            : wrapped;

        (BoundText Text, SyntaxTree Tree) With(string className)
        {
            var bound = text.With([Insertion.Class(start, text.User.Length, className)]);
            return (bound, Parse(bound.Text, path, ct));
        }
    }
}
