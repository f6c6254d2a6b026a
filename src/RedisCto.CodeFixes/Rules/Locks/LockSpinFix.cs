using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;
using RedisCto.CodeFixes.Rewriting;

namespace RedisCto.CodeFixes.Rules.Locks;

/// <summary>Waits for 50 to 150 ms after a refusal.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LockSpinFix)), Shared]
public sealed class LockSpinFix() : RedisCodeFix("RCTO1507", "Wait for a random time between the attempts")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Model.GetOperation(site.Node, site.CancellationToken) is not IInvocationOperation take || RetryLoop.Of(take) is not { } loop)
            return null;
        var isAsync = loop.Syntax.Ancestors().FirstOrDefault(node => node is AnonymousFunctionExpressionSyntax or BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax) switch
        {
            AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword != default,
            BaseMethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
            LocalFunctionStatementSyntax function => function.Modifiers.Any(SyntaxKind.AsyncKeyword),
            _ => site.Root.DescendantNodes().OfType<AwaitExpressionSyntax>().Any(),
        };
        var time = HasSharedRandom(site.Model.Compilation) ? "Random.Shared.Next(50, 150)" : "new Random().Next(50, 150)";
        var (statement, type, space) = isAsync
            ? ($"await Task.Delay({time}{Cancellation(site, loop)});", nameof(Task), "System.Threading.Tasks")
            : ($"Thread.Sleep({time});", nameof(Thread), "System.Threading");
        if (loop.Syntax is not StatementSyntax whole || Body(whole) is not { } body || !ReachesItsEnd(site, body))
            return null;
        var statements = body switch
        {
            BlockSyntax block => block.Statements,
            EmptyStatementSyntax => [],
            _ => SyntaxFactory.SingletonList(body.WithoutTrivia()),
        };
        var added = SyntaxFactory.Block(statements.AddRange(Statements.Parse(statement)));
        var written = body is BlockSyntax old ? old.WithStatements(added.Statements) : added.WithTrailingTrivia(body.GetTrailingTrivia());
        var root = site.Root.ReplaceNode(body, written.WithAdditionalAnnotations(Formatter.Annotation));
        return site.Using(site.Using(root, type, space), nameof(Random), nameof(System));
    }

    private static StatementSyntax? Body(StatementSyntax loop) => loop switch
    {
        WhileStatementSyntax { Statement: var body } => body,
        DoStatementSyntax { Statement: var body } => body,
        ForStatementSyntax { Statement: var body } => body,
        _ => null,
    };

    /// <summary>A body that ends by a jump, or jumps to the next turn on its way, would pass the wait by.</summary>
    private static bool ReachesItsEnd(FixSite site, StatementSyntax body) =>
        !body.DescendantNodes().OfType<ContinueStatementSyntax>().Any()
        && (body is EmptyStatementSyntax || site.Model.AnalyzeControlFlow(body) is { Succeeded: true, EndPointIsReachable: true });

    private static string Cancellation(FixSite site, ILoopOperation loop) =>
        site.Model.LookupSymbols(loop.Syntax.SpanStart).OfType<IParameterSymbol>().FirstOrDefault(parameter => parameter.Type.Name == nameof(CancellationToken)) is { } token
            ? ", " + token.Name
            : "";

    private static bool HasSharedRandom(Compilation compilation) =>
        compilation.GetTypeByMetadataName("System.Random")?.GetMembers("Shared").IsEmpty == false;
}
