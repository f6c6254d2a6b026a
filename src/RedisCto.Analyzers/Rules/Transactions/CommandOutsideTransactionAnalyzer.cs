using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.Transactions;

/// <summary>Reports a command that is sent on the database while a transaction or batch is being filled: it runs alone, before it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CommandOutsideTransactionAnalyzer() : RedisAnalyzer(
    Descriptor,
    remedy: "Call the member on the transaction or batch itself, and keep or discard its task; it is sent by Execute.")
{
    private static readonly DiagnosticDescriptor Descriptor = new(
        "RCTO1111",
        "A command bypasses its transaction",
        "This is sent at once on the database, not with {0}: it runs alone and stays when the {1} does not; call {2} on {0}",
        "Transactions",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A transaction or batch sends what is called on it, not what is called on the database that made it. Such a command runs at once: it is "
            + "outside of MULTI, its condition does not hold it back, and Execute sends an empty or incomplete transaction that reports success.",
        helpLinkUri: Pages + "RCTO1111.md");

    private protected override void Register(CompilationStartAnalysisContext context, KnownRedisTypes types) =>
        context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.VariableDeclarator);

    private void Analyze(OperationAnalysisContext context, KnownRedisTypes types)
    {
        var declarator = (IVariableDeclaratorOperation)context.Operation;
        if (declarator.GetVariableInitializer()?.Value.Unwrap() is not IInvocationOperation { Instance: { } database, TargetMethod.Name: "CreateTransaction" or "CreateBatch" } create
            || !types.IsQueue(create.Type))
        {
            return;
        }
        var queue = CommandQueue.Of(declarator, types);
        var end = queue.Executions().Select(execute => execute.Syntax.SpanStart).DefaultIfEmpty(-1).Max();
        if (end < 0 || queue.HandedTo().Any() || queue.IsKeptElsewhere() || IsReassigned(declarator))
            return;
        var queued = queue.Commands().ToList();
        var isTransaction = types.IsTransaction(create.Type);
        var name = isTransaction ? "transaction" : "batch";
        foreach (var command in declarator.Root().Descendants().Select(operation => RedisCommand.Read(operation, types)).OfType<RedisCommand>())
        {
            if (command.Call.Syntax.SpanStart < declarator.Syntax.Span.End || command.Call.Syntax.SpanStart > end
                || command.IsQueued(types) || types.IsQueue(command.Call.TargetMethod.ContainingType) || CommandQueue.Read(command.Receiver, types) is not null)
            {
                continue;
            }
            var isMeant = queued.Count == 0
                ? command.IsWrite() || IsKeptTask(command)
                : command.IsWrite() && (isTransaction || IsKeptTask(command)) && database.IsSameAs(command.Receiver) && IsAmong(queued, command);
            if (isMeant)
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Rule, command.Call.Syntax.GetLocation(), [declarator.Syntax.GetLocation()], declarator.Symbol.Name, name, command.Name + "Async"));
            }
        }
    }

    /// <summary>Between queued commands, or after them; and not the other branch of a choice between queue and database.</summary>
    private static bool IsAmong(List<RedisCommand> queued, RedisCommand command) =>
        queued.Exists(other => other.Call.Syntax.SpanStart < command.Call.Syntax.SpanStart)
        && !command.Call.Ancestors().OfType<IConditionalOperation>().Any(choice => queued.Exists(other =>
            !other.Call.Syntax.Span.Equals(command.Call.Syntax.Span) && choice.Syntax.Span.Contains(other.Call.Syntax.Span)
            && Branch(choice, other.Call) != Branch(choice, command.Call)));

    private static bool Branch(IConditionalOperation choice, IOperation operation) => choice.WhenTrue.Syntax.Span.Contains(operation.Syntax.Span);

    /// <summary>A task that nobody waits for on the spot: it is treated as if it were queued.</summary>
    private static bool IsKeptTask(RedisCommand command)
    {
        if (!command.IsAsync || command.Call.Type?.Name != "Task" || command.Name is "Execute" or "ScriptEvaluate" or "Ping")
            return false;
        IOperation current = command.Call;
        while (current.Parent is IConversionOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" })
            current = current.Parent;
        return current.Parent is not IAwaitOperation && !command.Call.Waits().Any(wait => TaskWaits.IsOnTheSpot(wait, command.Call));
    }

    private static bool IsReassigned(IVariableDeclaratorOperation declarator) =>
        declarator.Root().Descendants().OfType<IAssignmentOperation>().Any(assignment => assignment.Target.RefersTo(declarator.Symbol));
}
