using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisCto.CodeFixes.Rewriting;

/// <summary>Writes the statement by which a method gives up: next turn, return, return false, or an exception.</summary>
internal static class Exits
{
    /// <param name="site">Where the fix works.</param>
    /// <param name="node">The place that is left.</param>
    /// <param name="refusal">What the exception says, where the method owes its caller a value that nobody can make up.</param>
    public static string? Leave(this FixSite site, SyntaxNode node, string refusal)
    {
        foreach (var ancestor in node.Ancestors())
        {
            switch (ancestor)
            {
                case ForStatementSyntax or ForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax:
                    return "continue;";
                case FinallyClauseSyntax:
                    return null;
                case AnonymousFunctionExpressionSyntax lambda:
                    return Leave(site.Model.GetSymbolInfo(lambda, site.CancellationToken).Symbol as IMethodSymbol, refusal);
                case BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax:
                    return Leave(site.Model.GetDeclaredSymbol(ancestor, site.CancellationToken) as IMethodSymbol, refusal);
                case GlobalStatementSyntax:
                    return "return;";
            }
        }
        return null;
    }

    private static string? Leave(IMethodSymbol? method, string refusal)
    {
        if (method is null)
            return null;
        var result = method.ReturnType;
        if (method.IsAsync)
            result = result is INamedTypeSymbol { TypeArguments: { Length: 1 } inner } ? inner[0] : null;
        return result switch
        {
            null or { SpecialType: SpecialType.System_Void } => "return;",
            { SpecialType: SpecialType.System_Boolean } => "return false;",
            { Name: "Task", ContainingNamespace.Name: "Tasks" } and INamedTypeSymbol { TypeArguments.Length: 0 } => "return System.Threading.Tasks.Task.CompletedTask;",
            _ => $"throw new System.InvalidOperationException(\"{refusal}\");",
        };
    }
}
