using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.Async;

/// <summary>Reports a subscription whose handler is async void: its first exception ends the process, and messages overtake each other.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AsyncVoidSubscriberAnalyzer() : RedisAnalyzer(
    Descriptor,
    remedy: "Subscribe without a handler and give ChannelMessageQueue.OnMessage the async one: one message at a time, in order, and no async void.")
{
    private static readonly DiagnosticDescriptor Descriptor = new(
        "RCTO1108",
        "A subscription handler is async void",
        "The handler is an Action, so that this async code is async void: an exception in it ends the process, and messages overtake each other; use OnMessage",
        "Async",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Subscribe takes an Action<RedisChannel, RedisValue>. An async lambda becomes async void there: nobody sees its task, an exception after the first await is "
            + "raised on a pool thread and ends the process, and the next message starts before this one is done, so that later messages may finish first.",
        helpLinkUri: Pages + "RCTO1108.md");

    private protected override void Register(CompilationStartAnalysisContext context, KnownRedisTypes types)
    {
        if (!types.IsTestAssembly)
            context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);
    }

    private void Analyze(OperationAnalysisContext context, KnownRedisTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        if (Handler(call, types) is { } handler && AsyncVoidBody(handler) is { } body && !IsSafe(body))
            context.ReportDiagnostic(Diagnostic.Create(Rule, call.Syntax.GetLocation()));
    }

    private static IOperation? Handler(IInvocationOperation call, KnownRedisTypes types)
    {
        if (IsSubscription(call, types))
            return call.ArgumentFor("handler");
        // A helper in the same file that hands its own parameter on to Subscribe.
        foreach (var argument in call.Arguments)
        {
            if (argument.Value.Unwrap() is IDelegateCreationOperation && argument.Parameter?.OriginalDefinition is { } parameter
                && (call.BodyInSameFile()?.Descendants().OfType<IInvocationOperation>().Any(
                    inner => IsSubscription(inner, types) && (inner.ArgumentFor("handler")?.RefersTo(parameter) ?? false)) ?? false))
            {
                return argument.Value;
            }
        }
        return null;
    }

    private static bool IsSubscription(IInvocationOperation call, KnownRedisTypes types) =>
        (RedisCommand.NameOf(call.TargetMethod) == "Subscribe" && types.IsSubscriberMember(call.TargetMethod))
        || (call.TargetMethod is { Name: "OnMessage", ContainingType: { Name: "ChannelMessageQueue", ContainingNamespace.Name: "Redis" } });

    /// <summary>The code of a handler that is async void: a lambda, a method group, or a lambda that does nothing but call such a method.</summary>
    private static IOperation? AsyncVoidBody(IOperation handler)
    {
        if (handler.Origin() is not IDelegateCreationOperation { Target: var target })
            return null;
        switch (target)
        {
            case IAnonymousFunctionOperation { Symbol: { IsAsync: true, ReturnsVoid: true } } lambda:
                return lambda.Body;
            case IAnonymousFunctionOperation { Symbol.IsAsync: false, Body: var body }:
                var only = body.Operations.FirstOrDefault() is IExpressionStatementOperation { Operation: IInvocationOperation called } && body.Operations.Count(operation => !operation.IsImplicit || operation is IExpressionStatementOperation) == 1
                    ? called
                    : null;
                return only is { TargetMethod: { IsAsync: true, ReturnsVoid: true } } ? only.BodyInSameFile() : null;
            case IMethodReferenceOperation { Method: { IsAsync: true, ReturnsVoid: true } method, SemanticModel: { } model }:
                return method.DeclaringSyntaxReferences.FirstOrDefault() is { } declaration && declaration.SyntaxTree == model.SyntaxTree
                    && declaration.GetSyntax() is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax
                    ? model.GetOperation(declaration.GetSyntax())
                    : null;
            default:
                return null;
        }
    }

    /// <summary>Everything that is awaited stands in a try that catches all and lets nothing out: no exception can end the process.</summary>
    private static bool IsSafe(IOperation body) => body.Descendants().OfType<IAwaitOperation>().All(awaited =>
        awaited.Ancestors().OfType<ITryOperation>().Any(guarded => body.Syntax.Span.Contains(guarded.Syntax.Span) && guarded.Body.Syntax.Span.Contains(awaited.Syntax.Span)
            && guarded.Catches.Any(caught => caught.Filter is null && caught.ExceptionType.Name is nameof(Exception) or nameof(Object)
                && !caught.Handler.Descendants().Any(operation => operation is IThrowOperation))));
}
