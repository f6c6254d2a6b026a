using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.Async;

/// <summary>Reports a thread that is blocked until a Redis task completes, where the task was kept, wrapped or gathered before.</summary>
/// <remarks>SER307 and SER308 of the client see the blocking that stands on the command itself.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingOnRedisTaskAnalyzer() : RedisAnalyzer(
    Descriptor,
    remedy: "Await the task, up to the caller; where nothing can be async, call the sync member of the client instead.")
{
    private static readonly DiagnosticDescriptor Descriptor = new(
        "RCTO1101",
        "A thread is blocked on a Redis task",
        "This blocks a thread until Redis has answered, and the answer needs a thread of the same pool: under load both wait until commands time out; await it",
        "Async",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A blocked thread is missing where the continuation of the reply has to run. Under load the pool runs dry: every caller waits for a thread that another "
            + "caller holds, and commands that the server answered in microseconds end as timeouts.",
        helpLinkUri: Pages + "RCTO1101.md");

    private protected override void Register(CompilationStartAnalysisContext context, KnownRedisTypes types)
    {
        if (!types.IsTestAssembly)
            context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);
    }

    private void Analyze(OperationAnalysisContext context, KnownRedisTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!IsRedisTask(call, types) || IsEntryPoint(context.ContainingSymbol))
            return;
        // What comes after the first wait finds the task completed, and does not block.
        var wait = call.Waits().OrderBy(candidate => candidate.Syntax.Span.End).FirstOrDefault();
        if (wait is null or IAwaitOperation || IsSeenByClient(call, wait, types) || IsAskedWhetherDone(call) || IsContinuation(wait) || !IsFirst(call, wait, types))
            return;
        context.ReportDiagnostic(Diagnostic.Create(Rule, wait.Syntax.GetLocation()));
    }

    /// <summary>A command, a method of the same file that completes with one, or such work on another thread.</summary>
    private static bool IsRedisTask(IInvocationOperation call, KnownRedisTypes types)
    {
        if (call.Type is not INamedTypeSymbol { Name: "Task" or "ValueTask" })
            return false;
        if (RedisCommand.Read(call, types) is { } command)
            return command.IsAsync && IsSent(command, types);
        var body = call.TargetMethod is { Name: "Run", ContainingType.Name: "Task" }
            ? (call.Arguments.FirstOrDefault()?.Value.Unwrap() as IDelegateCreationOperation)?.Target as IAnonymousFunctionOperation
            : call.BodyInSameFile();
        return body is not null && body.Descendants().Select(operation => RedisCommand.Read(operation, types)).OfType<RedisCommand>()
            .Any(inner => inner.IsAsync && IsSent(inner, types) && (inner.Call.IsReturned() || inner.Call.Waits().Any(wait => wait is IAwaitOperation)));
    }

    private static bool IsSent(RedisCommand command, KnownRedisTypes types) =>
        !command.IsQueued(types) && !types.IsQueue(command.Call.TargetMethod.ContainingType) && !command.IsFireAndForget;

    private static bool IsSeenByClient(IInvocationOperation call, IOperation wait, KnownRedisTypes types) =>
        RedisCommand.Read(call, types) is not null && TaskWaits.IsOnTheSpot(wait, call);

    /// <summary>A console application has no callers to starve, and a sync Main has no other way.</summary>
    private static bool IsEntryPoint(ISymbol member) =>
        member is IMethodSymbol { IsStatic: true, Name: "Main" or "<Main>$" or WellKnownMemberNames.TopLevelStatementsEntryPointMethodName };

    /// <summary><c>if (task.IsCompletedSuccessfully) return task.Result;</c> does not block.</summary>
    private static bool IsAskedWhetherDone(IInvocationOperation call) =>
        call.Root().Descendants().Any(operation => operation is IPropertyReferenceOperation
        {
            Property: { Name: "IsCompleted" or "IsCompletedSuccessfully" or "IsFaulted" or "Status", ContainingType.Name: "Task" or "ValueTask" },
        });

    private static bool IsContinuation(IOperation wait) =>
        wait.Function()?.Ancestors().FirstOrDefault(ancestor => ancestor is IArgumentOperation)?.Parent is IInvocationOperation { TargetMethod.Name: "ContinueWith" };

    /// <summary>One wait for many tasks is one finding.</summary>
    private static bool IsFirst(IInvocationOperation call, IOperation wait, KnownRedisTypes types) =>
        !wait.Root().Descendants().OfType<IInvocationOperation>().Any(other => other.Syntax.SpanStart < call.Syntax.SpanStart
            && other.Syntax.Span.End <= wait.Syntax.Span.End && IsRedisTask(other, types) && other.Waits().Contains(wait));
}
