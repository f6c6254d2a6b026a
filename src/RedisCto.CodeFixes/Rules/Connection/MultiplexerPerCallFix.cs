using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;
using RedisCto.CodeFixes.Rewriting;

namespace RedisCto.CodeFixes.Rules.Connection;

/// <summary>Keeps the connection in a static Lazy of the type, and no longer disposes it after each use.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MultiplexerPerCallFix)), Shared]
public sealed class MultiplexerPerCallFix() : RedisCodeFix("RCTO1001", "Share one connection in a static Lazy")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Node is not InvocationExpressionSyntax call
            || site.Model.GetOperation(call, site.CancellationToken) is not IInvocationOperation { TargetMethod.IsStatic: true } operation
            || call.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type
            || type is InterfaceDeclarationSyntax
            || !operation.Arguments.All(argument => argument.ArgumentKind == ArgumentKind.DefaultValue || IsStatic(argument.Value)))
        {
            return null;
        }
        var connection = operation.TargetMethod.ReturnType.ToMinimalDisplayString(site.Model, type.OpenBraceToken.SpanStart);
        // A task is only shared where it is awaited on the spot: whoever gets it must not dispose what it gives.
        if (operation.TargetMethod.Name.EndsWith("Async", StringComparison.Ordinal) && !IsAwaited(call))
            return null;
        var factory = Text(call, operation);
        string Declaration(string field) => $"private static readonly Lazy<{connection}> {field} = new Lazy<{connection}>(() => {factory});";
        var existing = Existing(type, Declaration);
        var name = existing ?? site.Free("SharedConnection");

        if (Edits(site, call) is not { } edits)
            return null;
        var tracked = site.Root.TrackNodes([call, type, .. edits.Select(edit => edit.Node)]);
        foreach (var edit in edits)
        {
            var current = tracked.GetCurrentNode(edit.Node)!;
            tracked = edit.Change(current) is { } changed
                ? tracked.ReplaceNode(current, changed)
                : tracked.RemoveNode(current, SyntaxRemoveOptions.KeepNoTrivia)!;
        }
        var shared = SyntaxFactory.ParseExpression(name + ".Value");
        var currentCall = tracked.GetCurrentNode(call)!;
        tracked = tracked.ReplaceNode(currentCall, shared.WithTriviaFrom(currentCall));
        if (existing is null)
            tracked = WithField(tracked, tracked.GetCurrentNode(type)!, Declaration(name));
        return site.Using(tracked, "Lazy", "System");
    }

    private static SyntaxNode WithField(SyntaxNode root, TypeDeclarationSyntax type, string field)
    {
        var separator = type.Members.Count == 0 ? "\n" : "\n\n";
        var member = SyntaxFactory.ParseMemberDeclaration(field)!
            .WithTrailingTrivia(SyntaxFactory.ParseTrailingTrivia(separator))
            .WithAdditionalAnnotations(Formatter.Annotation);
        return root.ReplaceNode(type, type.WithMembers(type.Members.Insert(0, member)));
    }

    /// <summary>A field of the same type that already holds this connection, from an earlier fix.</summary>
    private static string? Existing(TypeDeclarationSyntax type, Func<string, string> declaration) =>
        type.Members.OfType<FieldDeclarationSyntax>()
            .Where(field => field.Declaration.Variables.Count == 1)
            .Select(field => (Field: field, Name: field.Declaration.Variables[0].Identifier.Text))
            .FirstOrDefault(candidate => candidate.Field.ToString() == declaration(candidate.Name)).Name;

    private static string Text(InvocationExpressionSyntax call, IInvocationOperation operation)
    {
        var text = call;
        foreach (var argument in operation.Arguments)
        {
            // A local that holds a constant is out of reach of the field, its text is not.
            if (argument.Value.Unwrap() is ILocalReferenceOperation { Local.IsConst: false } or ILocalReferenceOperation && ConstantText.Of(argument.Value) is { } constant)
                text = text.ReplaceNode(
                    text.ArgumentList.Arguments[operation.Arguments.IndexOf(argument)].Expression,
                    SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(constant)));
        }
        return text.WithoutTrivia().ToString();
    }

    /// <summary>Constants and static members only: a field initialiser sees nothing else.</summary>
    private static bool IsStatic(IOperation value) =>
        (value.Unwrap() is ILocalReferenceOperation && ConstantText.Of(value) is not null)
        || value.DescendantsAndSelf().All(operation => operation switch
        {
            ILocalReferenceOperation or IInstanceReferenceOperation or IAwaitOperation => false,
            IParameterReferenceOperation parameter => parameter.Parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction },
            _ => true,
        });

    private static bool IsAwaited(InvocationExpressionSyntax call) => call.Parent is AwaitExpressionSyntax
        || call.Parent is MemberAccessExpressionSyntax
        {
            Name.Identifier.Text: "ConfigureAwait" or "WaitAsync" or "GetAwaiter" or "Result",
        };

    /// <summary>What else must change: the using goes, and so do the calls that close the connection; null where they cannot go.</summary>
    private static List<(SyntaxNode Node, Func<SyntaxNode, SyntaxNode?> Change)>? Edits(FixSite site, InvocationExpressionSyntax call)
    {
        var edits = new List<(SyntaxNode, Func<SyntaxNode, SyntaxNode?>)>();
        SyntaxNode outer = call;
        while (outer.Parent is ExpressionSyntax or ArgumentListSyntax or ArgumentSyntax)
            outer = outer.Parent;
        if (outer.Parent is UsingStatementSyntax)
            return null;
        if (outer.Parent is not EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1 } declaration } variable })
            return edits;
        switch (declaration.Parent)
        {
            case LocalDeclarationStatementSyntax local when !local.UsingKeyword.IsKind(SyntaxKind.None):
                edits.Add((local, node => ((LocalDeclarationStatementSyntax)node).WithAwaitKeyword(default).WithUsingKeyword(default).WithLeadingTrivia(node.GetLeadingTrivia())));
                break;
            case UsingStatementSyntax statement:
                edits.Add((statement, WithoutUsing));
                break;
        }
        if (site.Model.GetDeclaredSymbol(variable, site.CancellationToken) is not ILocalSymbol symbol
            || variable.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } member)
        {
            return edits;
        }
        foreach (var name in member.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.Text == symbol.Name))
        {
            if (!IsClosed(name) || !SymbolEqualityComparer.Default.Equals(site.Model.GetSymbolInfo(name, site.CancellationToken).Symbol, symbol))
                continue;
            if (name.FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax { Parent: BlockSyntax } close)
                return null;
            if (close.Parent is BlockSyntax { Statements.Count: 1, Parent: FinallyClauseSyntax { Parent: TryStatementSyntax guarded } })
                edits.Add((guarded, WithoutFinally));
            else
                edits.Add((close, _ => null));
        }
        return edits;
    }

    private static bool IsClosed(IdentifierNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax member => member.Expression == name && IsClosing(member.Name),
        ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } } => IsClosing(binding.Name),
        _ => false,
    };

    private static bool IsClosing(SimpleNameSyntax method) => method.Identifier.Text is "Dispose" or "DisposeAsync" or "Close" or "CloseAsync";

    private static StatementSyntax WithoutFinally(SyntaxNode node)
    {
        var guarded = (TryStatementSyntax)node;
        return guarded.Catches.Count > 0
            ? guarded.WithFinally(null).WithTriviaFrom(guarded)
            : guarded.Block.WithTriviaFrom(guarded);
    }

    private static BlockSyntax WithoutUsing(SyntaxNode node)
    {
        var statement = (UsingStatementSyntax)node;
        var local = SyntaxFactory.LocalDeclarationStatement(statement.Declaration!.WithoutTrivia());
        var rest = statement.Statement is BlockSyntax block ? block.Statements : [statement.Statement];
        return SyntaxFactory.Block(rest.Insert(0, local)).WithTriviaFrom(statement).WithAdditionalAnnotations(Formatter.Annotation);
    }
}
