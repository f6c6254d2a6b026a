using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RedisCto.Review.Sources;

namespace RedisCto.Review.Binding;

/// <summary>The texts of a review, bound together.</summary>
internal sealed record BoundSources(
    CSharpCompilation Compilation, IReadOnlyList<BoundFile> Files, SyntaxTree Surroundings, IReadOnlyList<string> Assumptions, IReadOnlyList<UnreadPart> NotRead);

/// <summary>One text and the tree that stands for it.</summary>
internal sealed record BoundFile(SourceFile Source, BoundText Text, SyntaxTree Tree);
