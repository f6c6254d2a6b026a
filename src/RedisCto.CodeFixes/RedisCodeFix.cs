using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace RedisCto.CodeFixes;

/// <summary>What every fix shares: one rule, one action, and no offer at all where the code has no safe rewriting.</summary>
/// <param name="ruleId">The rule that the fix belongs to; also the equivalence key of its action.</param>
/// <param name="title">What the fix does, in the imperative.</param>
public abstract class RedisCodeFix(string ruleId, string title) : CodeFixProvider
{
    /// <inheritdoc />
    public sealed override ImmutableArray<string> FixableDiagnosticIds => [ruleId];

    /// <inheritdoc />
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc />
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var document = context.Document;
        if (await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model)
        {
            return;
        }
        foreach (var diagnostic in context.Diagnostics)
        {
            var site = new FixSite(root, Node(root, diagnostic.Location.SourceSpan), model, diagnostic, context.CancellationToken);
            if (Rewrite(site) is { } rewritten)
            {
                var action = CodeAction.Create(title, _ => Task.FromResult(document.WithSyntaxRoot(rewritten)), equivalenceKey: ruleId);
                context.RegisterCodeFix(action, diagnostic);
            }
        }
    }

    /// <summary>The root of the file with the fault removed, or null where no rewriting is known to be safe.</summary>
    private protected abstract SyntaxNode? Rewrite(FixSite site);

    private static SyntaxNode Node(SyntaxNode root, TextSpan span) => root.FindNode(span, getInnermostNodeForTie: true);
}

/// <summary>Where a fix works: the reported node, its file and what the compiler knows of it.</summary>
internal sealed class FixSite(
    SyntaxNode root, SyntaxNode node, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken)
{
    public SyntaxNode Root => root;

    public SyntaxNode Node => node;

    public SemanticModel Model => model;

    public Diagnostic Diagnostic => diagnostic;

    public CancellationToken CancellationToken => cancellationToken;
}
