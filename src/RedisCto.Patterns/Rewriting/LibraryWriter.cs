using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisCto.Patterns.Rewriting;

/// <summary>Makes the files that a user gets out of the library's tested files.</summary>
internal sealed class LibraryWriter
{
    private const string LibraryNamespace = "RedisCto.Patterns.Library";
    private readonly PatternDefinition pattern;
    private readonly PatternRequest request;
    private readonly OptionFolder folder;
    private readonly ConstantWriter constants;

    public LibraryWriter(PatternDefinition pattern, PatternRequest request, IReadOnlySet<string> options)
    {
        (this.pattern, this.request) = (pattern, request);
        constants = new ConstantWriter(request.KeyPrefix, EmbeddedLibrary.Read);
        folder = new OptionFolder(options);
        foreach (var source in pattern.Parts.SelectMany(part => part.Sources))
            folder.Learn(Parse(source));
    }

    public GeneratedFile Write(PatternPart part)
    {
        var roots = part.Sources.Select(source => (CompilationUnitSyntax)constants.Visit(folder.Visit(Parse(source)))!).ToList();
        var text = new StringBuilder();
        foreach (var name in UsingsOf(roots))
            text.Append("using ").Append(name).Append(";\n");
        text.Append("\nnamespace ").Append(request.Namespace).Append(";\n");
        foreach (var type in roots.SelectMany(root => root.Members).OfType<FileScopedNamespaceDeclarationSyntax>().SelectMany(space => space.Members))
            text.Append('\n').Append(type.ToFullString().Trim()).Append('\n');
        return new GeneratedFile(part.Path, text.ToString(), part.Name);
    }

    private static IEnumerable<string> UsingsOf(IEnumerable<CompilationUnitSyntax> roots) =>
        roots.SelectMany(root => root.Usings)
            .Select(directive => directive.Name!.ToString())
            .Where(name => !name.StartsWith(LibraryNamespace, StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .OrderBy(name => !(name == "System" || name.StartsWith("System.", StringComparison.Ordinal)))
            .ThenBy(name => name, StringComparer.Ordinal);

    private SyntaxNode Parse(string source) =>
        CSharpSyntaxTree.ParseText(EmbeddedLibrary.Read($"{pattern.Folder}/{source}").ReplaceLineEndings("\n")).GetRoot();
}
