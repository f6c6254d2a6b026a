using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisCto.Analyzers.Reading;

/// <summary>Looks round a call: the other commands of the same type, and the names of the method and the type that hold it.</summary>
internal static class Neighbours
{
    /// <summary>The commands with one of the names (without Async) anywhere in the same type of the same file.</summary>
    public static IEnumerable<RedisCommand> CommandsOfType(this IOperation operation, KnownRedisTypes types, params string[] names)
    {
        if (operation.SemanticModel is not { } model)
            yield break;
        var scope = (SyntaxNode?)operation.Syntax.Ancestors().OfType<TypeDeclarationSyntax>().FirstOrDefault()
            ?? operation.Syntax.SyntaxTree.GetRoot();
        foreach (var call in scope.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            // The name is asked before the binder, which is far slower.
            if (!IsNamed(call, names) || RedisCommand.Read(model.GetOperation(call), types) is not { } command)
                continue;
            yield return command;
        }
    }

    /// <summary>The words of the method (or local function) that holds the call.</summary>
    public static IEnumerable<string> MethodWords(this IOperation operation) =>
        operation.Syntax.Ancestors().SelectMany(node => node switch
        {
            MethodDeclarationSyntax method => Words.Of(method.Identifier.Text),
            LocalFunctionStatementSyntax function => Words.Of(function.Identifier.Text),
            PropertyDeclarationSyntax property => Words.Of(property.Identifier.Text),
            DestructorDeclarationSyntax => ["dispose"],
            _ => [],
        });

    public static IEnumerable<string> TypeWords(this IOperation operation) =>
        operation.Syntax.Ancestors().OfType<TypeDeclarationSyntax>().SelectMany(type => Words.Of(type.Identifier.Text));

    private static bool IsNamed(InvocationExpressionSyntax call, string[] names)
    {
        var name = call.Expression switch
        {
            MemberAccessExpressionSyntax member => member.Name.Identifier.Text,
            MemberBindingExpressionSyntax binding => binding.Name.Identifier.Text,
            _ => "",
        };
        return names.Any(wanted => name.StartsWith(wanted, StringComparison.Ordinal)
            && (name.Length == wanted.Length || name.Substring(wanted.Length) == "Async"));
    }
}
