using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.Transactions;

/// <summary>Reports a wait for a queued command that stands before Execute: the command is not sent yet, and the wait never ends.</summary>
/// <remarks>SER305 of the client sees the wait that stands on the command itself; this rule sees captured tasks, WhenAll and helpers.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AwaitBeforeExecuteAnalyzer() : RedisAnalyzer(
    Descriptor,
    remedy: "Keep the tasks of the queued commands, call Execute or ExecuteAsync, and wait for the tasks after it.")
{
    private static readonly DiagnosticDescriptor Descriptor = new(
        "RCTO1105",
        "A queued command is awaited before Execute",
        "This waits for a command that is only queued: it is sent by Execute, which comes later or never, so the wait does not end; execute first, then wait",
        "Transactions",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The commands of a transaction or batch are collected in the client and sent by Execute. Their tasks complete only then. Code that "
            + "waits for one of them before Execute hangs for ever: no exception, no timeout, one request or worker lost each time.",
        helpLinkUri: Pages + "RCTO1105.md");

    private protected override void Register(CompilationStartAnalysisContext context, KnownRedisTypes types) =>
        context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);

    private void Analyze(OperationAnalysisContext context, KnownRedisTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        if (Queue(call, types) is not { } queue)
            return;
        foreach (var wait in Waits(call, types))
        {
            if (IsBeforeExecute(call, wait, queue) && IsFirst(call, wait, queue, types))
                context.ReportDiagnostic(Diagnostic.Create(Rule, wait.Syntax.GetLocation()));
        }
    }

    /// <summary>The queue that the call adds a command to, by itself or through a helper that completes with that command.</summary>
    private static CommandQueue? Queue(IInvocationOperation call, KnownRedisTypes types)
    {
        if (RedisCommand.Read(call, types) is { } command)
            return command.IsAsync && !CommandQueue.IsExecute(call.TargetMethod) ? CommandQueue.Read(command.Receiver, types) : null;
        return call.Arguments
            .Where(argument => CommandQueue.Read(argument.Value, types) is not null && CompletesWithCommand(call, argument.Parameter, types))
            .Select(argument => CommandQueue.Read(argument.Value, types)).FirstOrDefault();
    }

    private static bool CompletesWithCommand(IInvocationOperation call, IParameterSymbol? parameter, KnownRedisTypes types)
    {
        if (parameter?.OriginalDefinition is not { } target || call.BodyInSameFile() is not { } body)
            return false;
        var calls = body.Descendants().OfType<IInvocationOperation>().Where(inner => inner.Instance is { } receiver && receiver.RefersTo(target)).ToList();
        var isSeenByClient = types.IsQueue(target.Type);
        return !calls.Exists(inner => CommandQueue.IsExecute(inner.TargetMethod))
            && calls.Select(inner => RedisCommand.Read(inner, types)).OfType<RedisCommand>().Where(command => command.IsAsync).ToList() is var commands
            && !(isSeenByClient && commands.Exists(command => command.Call.Waits().Any(wait => TaskWaits.IsOnTheSpot(wait, command.Call))))
            && commands.Exists(command => command.Call.Waits().Any() || command.Call.IsReturned());
    }

    /// <summary>The waits that SER305 does not see.</summary>
    private static IEnumerable<IOperation> Waits(IInvocationOperation call, KnownRedisTypes types)
    {
        var isSeenByClient = RedisCommand.Read(call, types) is { Receiver: { } receiver } && types.IsQueue(receiver.Type);
        return call.Waits().Where(wait => !isSeenByClient || !TaskWaits.IsOnTheSpot(wait, call));
    }

    private static bool IsBeforeExecute(IInvocationOperation call, IOperation wait, CommandQueue queue)
    {
        var executions = queue.Executions().ToList();
        if (executions.Exists(execute => execute.Syntax.SpanStart < wait.Syntax.Span.End) || IsInFunctionOfItsOwn(wait, queue.Symbol))
            return false;
        var between = wait.Root().Descendants().OfType<IInvocationOperation>()
            .Where(other => other.Syntax.Span.End <= wait.Syntax.Span.End && other.Syntax.SpanStart > Start(call, queue.Symbol) && other != call)
            .ToList();
        if (between.Exists(IsSender))
            return false;
        if (executions.Count > 0)
            return true;
        return queue.Symbol switch
        {
            ILocalSymbol => !queue.IsKeptElsewhere()
                && queue.HandedTo().All(other => other == call || other.BodyInSameFile() is not null),
            IFieldSymbol or IPropertySymbol => !between.Exists(other => other.Instance is IInstanceReferenceOperation or null && !IsOfFramework(other.TargetMethod)),
            _ => false,
        };
    }

    /// <summary>A local queue may be sent from its first use on; a queue that outlives the method is only followed from the command on.</summary>
    private static int Start(IInvocationOperation call, ISymbol queue) =>
        queue is ILocalSymbol { DeclaringSyntaxReferences: { Length: > 0 } declarations } ? declarations[0].Span.End : call.Syntax.Span.End;

    /// <summary>A helper of the same file that executes some queue: it may be this one.</summary>
    private static bool IsSender(IInvocationOperation call) =>
        call.BodyInSameFile()?.Descendants().OfType<IInvocationOperation>().Any(inner => CommandQueue.IsExecute(inner.TargetMethod)) ?? false;

    /// <summary>A lambda or local function may well be started before Execute and finish after it.</summary>
    private static bool IsInFunctionOfItsOwn(IOperation wait, ISymbol queue) =>
        wait.Function() is { } function && !queue.DeclaringSyntaxReferences.Any(declaration => function.Syntax.Span.Contains(declaration.Span));

    private static bool IsOfFramework(IMethodSymbol method) =>
        method.ContainingNamespace?.ToDisplayString().StartsWith("System", StringComparison.Ordinal) ?? false;

    /// <summary>One wait for many commands is one finding.</summary>
    private static bool IsFirst(IInvocationOperation call, IOperation wait, CommandQueue queue, KnownRedisTypes types) =>
        !queue.Commands().Any(other => other.Call.Syntax.SpanStart < call.Syntax.SpanStart && Waits(other.Call, types).Contains(wait));
}
