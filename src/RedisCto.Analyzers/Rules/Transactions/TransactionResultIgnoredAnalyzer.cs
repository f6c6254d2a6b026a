using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.Transactions;

/// <summary>Reports a conditional transaction whose result is dropped: nothing was written, and the code goes on as if it were.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TransactionResultIgnoredAnalyzer() : RedisAnalyzer(
    Descriptor,
    remedy: "Branch on the bool of Execute: false means that a condition did not hold and nothing was written; read again and retry, or report it.")
{
    private static readonly DiagnosticDescriptor Descriptor = new(
        "RCTO1106",
        "The result of a conditional transaction is ignored",
        "Execute gives false when a condition does not hold, and then nothing is written; the result is dropped here, so that the loss goes unseen: branch on it",
        "Transactions",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A condition watches its key. When another client changed it, the server discards the transaction, and Execute returns false: no exception. "
            + "Code that drops this bool reports success for a write that never happened: a lost update, exactly what the condition was there to prevent.",
        helpLinkUri: Pages + "RCTO1106.md");

    // Here a condition that does not hold is as good an end as one that does: somebody else was there first, or nothing is left to free.
    private static readonly ImmutableHashSet<string> EitherWayWords =
        ["release", "unlock", "dispose", "ensure", "init", "initialize", "seed", "cleanup", "clean", "purge", "evict"];

    private protected override void Register(CompilationStartAnalysisContext context, KnownRedisTypes types)
    {
        if (!types.IsTestAssembly)
            context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);
    }

    private void Analyze(OperationAnalysisContext context, KnownRedisTypes types)
    {
        var execute = (IInvocationOperation)context.Operation;
        if (!CommandQueue.IsExecute(execute.TargetMethod) || execute.Instance is not { } receiver
            || execute.Type?.SpecialType == SpecialType.System_Void || CommandQueue.Read(receiver, types) is not { } queue
            || !IsLost(execute, context.ContainingSymbol) || !HasCondition(receiver, queue, types))
        {
            return;
        }
        if (!IsAskedOtherwise(execute, queue) && !IsEitherWay(execute, queue, types))
            context.ReportDiagnostic(Diagnostic.Create(Rule, execute.Syntax.GetLocation()));
    }

    private static bool HasCondition(IOperation receiver, CommandQueue queue, KnownRedisTypes types) =>
        queue.Conditions().Any()
        || queue.HandedTo().Any(call => AddsCondition(call, types))
        || (receiver.Origin() is IInvocationOperation factory && AddsCondition(factory, types));

    private static bool AddsCondition(IInvocationOperation call, KnownRedisTypes types) =>
        call.BodyInSameFile()?.Descendants().OfType<IInvocationOperation>().Any(
            inner => inner.TargetMethod.Name == "AddCondition" && types.IsTransaction(inner.TargetMethod.ContainingType)) ?? false;

    private static bool IsLost(IInvocationOperation execute, ISymbol member)
    {
        if (execute.IsDropped() || IsLostByType(execute, member))
            return true;
        var waits = execute.Waits().ToList();
        return waits.Count > 0 && waits.TrueForAll(wait => wait is not IPropertyReferenceOperation && wait.IsDropped());
    }

    /// <summary><c>Task&lt;bool&gt;</c> handed out as <c>Task</c>: no caller can see the bool.</summary>
    private static bool IsLostByType(IInvocationOperation execute, ISymbol member) =>
        execute.Waited() is { Parent: IReturnOperation } value && value.Function() is null
        && member is IMethodSymbol { IsAsync: false, ReturnType: INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments.Length: 0 } };

    /// <summary>The result of a condition, or the task of a queued command (cancelled when a condition does not hold), is looked at afterwards.</summary>
    private static bool IsAskedOtherwise(IInvocationOperation execute, CommandQueue queue)
    {
        var operations = execute.Root().Descendants().ToList();
        return operations.Exists(operation => operation is IPropertyReferenceOperation { Property.Name: "WasSatisfied" })
            || queue.Commands().Any(command => command.Call.Waits().Any(wait => wait.Syntax.SpanStart > execute.Syntax.SpanStart)
                || Kept(command.Call) is { } task && operations.Exists(operation =>
                    operation.Syntax.SpanStart > execute.Syntax.SpanStart && SymbolEqualityComparer.Default.Equals(operation.Symbol(), task)));
    }

    private static ISymbol? Kept(IInvocationOperation command) => command.Parent switch
    {
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
        ISimpleAssignmentOperation assignment => assignment.Target.Unwrap().Symbol(),
        _ => null,
    };

    private static bool IsEitherWay(IInvocationOperation execute, CommandQueue queue, KnownRedisTypes types)
    {
        var commands = queue.Commands().ToList();
        return execute.MethodWords().ContainsAny(EitherWayWords)
            || RedisCommand.Read(execute, types) is { IsFireAndForget: true }
            || (commands.Count > 0 && commands.TrueForAll(command => command.Name == "KeyDelete"));
    }
}
