using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisCto.Patterns.Rewriting;

/// <summary>
/// Leaves of the library's code what the asked options need: switches become true or false and are folded away,
/// members that belong to another choice go, and so do the initializers that set them.
/// </summary>
internal sealed class OptionFolder(IReadOnlySet<string> options) : CSharpSyntaxRewriter
{
    private readonly Dictionary<string, bool> switches = [];
    private readonly HashSet<string> removed = [];

    /// <summary>Must see every file of the pattern first, because a switch is declared in one and read in another.</summary>
    public void Learn(SyntaxNode root)
    {
        foreach (var member in root.DescendantNodes().OfType<MemberDeclarationSyntax>())
        {
            if (ArgumentOf(member, "OptionSwitch") is { } option && NameOf(member) is { } name)
                switches[name] = options.Contains(option);
            if (IsRemoved(member) && NameOf(member) is { } gone)
                removed.Add(gone);
        }
    }

    public override SyntaxNode? VisitClassDeclaration(ClassDeclarationSyntax node)
    {
        var folded = (ClassDeclarationSyntax)base.VisitClassDeclaration(node)!;
        return folded.Members is [var first, ..] && first != node.Members[0]
            ? folded.ReplaceNode(first, first.WithLeadingTrivia(first.GetLeadingTrivia().SkipWhile(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia))))
            : folded;
    }

    public override SyntaxNode? Visit(SyntaxNode? node)
    {
        if (node is not MemberDeclarationSyntax member)
            return base.Visit(node);
        if (IsRemoved(member))
            return null;

        var lists = member.AttributeLists.Where(list => !list.Attributes.Any(IsOurs)).ToArray();
        return lists.Length == member.AttributeLists.Count
            ? base.Visit(member)
            : base.Visit(member.WithAttributeLists([.. lists]).WithLeadingTrivia(member.GetLeadingTrivia()));
    }

    public override SyntaxNode? VisitConditionalExpression(ConditionalExpressionSyntax node) =>
        Decide(node.Condition) is { } decided
            ? Visit(decided ? node.WhenTrue : node.WhenFalse)!.WithTriviaFrom(node)
            : base.VisitConditionalExpression(node);

    public override SyntaxNode? VisitObjectCreationExpression(ObjectCreationExpressionSyntax node)
    {
        if (node.Initializer is not { } initializer)
            return base.VisitObjectCreationExpression(node);
        var kept = initializer.Expressions.Where(expression => !SetsWhatIsGone(expression)).ToArray();
        if (kept.Length == initializer.Expressions.Count)
            return base.VisitObjectCreationExpression(node);
        return base.VisitObjectCreationExpression(kept.Length > 0
            ? node.WithInitializer(initializer.WithExpressions([.. kept]))
            : node.WithInitializer(null).WithArgumentList(node.ArgumentList!.WithoutTrailingTrivia()).WithTrailingTrivia(node.GetTrailingTrivia()));
    }

    private bool SetsWhatIsGone(ExpressionSyntax expression) =>
        expression is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: var name } }
        && (removed.Contains(name) || switches.ContainsKey(name));

    private bool? Decide(ExpressionSyntax condition) => condition switch
    {
        ParenthesizedExpressionSyntax { Expression: var inner } => Decide(inner),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: var inner } => !Decide(inner),
        IdentifierNameSyntax { Identifier.ValueText: var name } => switches.TryGetValue(name, out var on) ? on : null,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } => switches.TryGetValue(name, out var on) ? on : null,
        _ => null,
    };

    private bool IsRemoved(MemberDeclarationSyntax member) =>
        ArgumentOf(member, "OptionSwitch") is not null
        || (ArgumentOf(member, "OnlyWith") is { } wanted && !options.Contains(wanted))
        || (ArgumentOf(member, "OnlyWithout") is { } unwanted && options.Contains(unwanted));

    private static bool IsOurs(AttributeSyntax attribute) => attribute.Name.ToString() is "OptionSwitch" or "OnlyWith" or "OnlyWithout";

    private static string? ArgumentOf(MemberDeclarationSyntax member, string attributeName) =>
        member.AttributeLists.SelectMany(list => list.Attributes)
            .Where(attribute => attribute.Name.ToString() == attributeName)
            .Select(attribute => ((LiteralExpressionSyntax)attribute.ArgumentList!.Arguments[0].Expression).Token.ValueText)
            .FirstOrDefault();

    private static string? NameOf(MemberDeclarationSyntax member) => member switch
    {
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        FieldDeclarationSyntax field => field.Declaration.Variables[0].Identifier.ValueText,
        _ => null,
    };
}
