using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers;
using RedisCto.Analyzers.Reading;

namespace RedisCto.CodeFixes.Rules.Atomicity;

/// <summary>Counts by StringIncrement or HashIncrement, where a number is read, moved by a known step, and written back.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReadModifyWriteFix)), Shared]
public sealed class ReadModifyWriteFix() : RedisCodeFix("RCTO1401", "Count with one command")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Node is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } call
            || KnownRedisTypes.Find(site.Model.Compilation) is not { } types
            || RedisCommand.Read(site.Model.GetOperation(call, site.CancellationToken), types) is not { Key: { } key } write
            || write.Call.Waited().Parent is not IExpressionStatementOperation
            || write.Call.Arguments.Any(argument => argument is { ArgumentKind: ArgumentKind.Explicit, Parameter.Name: not ("key" or "value" or "hashField") })
            || write.Argument("value")?.Unwrap() is not IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } sum
            || !IsWhole(sum.Type)
            || sum.LeftOperand.Unwrap() is not ILocalReferenceOperation local || local.IsReassigned()
            || sum.RightOperand.Unwrap() is not (IParameterReferenceOperation or { ConstantValue.HasValue: true })
            || local.Initializer() is not { } initializer || !IsNumberRead(initializer)
            || local.Root().Descendants().Count(operation => operation is ILocalReferenceOperation && operation.RefersTo(local.Local)) != 1
            || initializer.Syntax.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is not { Declaration.Variables.Count: 1 } reading)
        {
            return null;
        }
        var verb = sum.OperatorKind == BinaryOperatorKind.Add ? "Increment" : "Decrement";
        var name = (write.Name == "HashSet" ? "Hash" : "String") + verb + (write.IsAsync ? "Async" : "");
        var field = write.Argument("hashField") is { } hashField ? $", {hashField.Syntax}" : "";
        var step = sum.RightOperand.ConstantValue is { HasValue: true, Value: 1 or 1L } ? "" : $", {sum.RightOperand.Syntax}";
        var written = call.WithExpression(member.WithName(SyntaxFactory.IdentifierName(name)))
            .WithArgumentList(SyntaxFactory.ParseArgumentList($"({key.Syntax}{field}{step})"));
        var tracked = site.Root.TrackNodes(call, reading);
        tracked = tracked.ReplaceNode(tracked.GetCurrentNode(call)!, written);
        var gone = tracked.GetCurrentNode(reading)!;
        return tracked.RemoveNode(gone.Parent is GlobalStatementSyntax top ? top : gone, SyntaxRemoveOptions.KeepNoTrivia);
    }

    private static bool IsWhole(ITypeSymbol? type) => type?.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64;

    /// <summary>The number of the key, and 0 where it is missing: INCR starts there as well.</summary>
    private static bool IsNumberRead(IOperation initializer) => initializer.Unwrap() switch
    {
        ICoalesceOperation coalesce => coalesce.WhenNull.Unwrap().ConstantValue is { HasValue: true, Value: 0 or 0L } && IsNumberRead(coalesce.Value),
        IAwaitOperation awaited => IsNumberRead(awaited.Operation),
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } instance } => IsNumberRead(instance),
        IInvocationOperation { TargetMethod.Name: "StringGet" or "StringGetAsync" or "HashGet" or "HashGetAsync" } => true,
        _ => false,
    };
}
