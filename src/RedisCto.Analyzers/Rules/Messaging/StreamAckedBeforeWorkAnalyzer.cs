using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.Messaging;

/// <summary>Reports entries that are acknowledged before their work, or whatever came of it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StreamAckedBeforeWorkAnalyzer() : RedisAnalyzer(
    Descriptor,
    remedy: "Acknowledge as the last step, after the work has succeeded; what failed stays pending and is tried again, or goes to a dead-letter stream.")
{
    private static readonly DiagnosticDescriptor Descriptor = new(
        "RCTO1812",
        "A stream entry is acknowledged before its work is done",
        "The entry is acknowledged {0}: a crash or an exception then loses it, for nobody delivers it again; acknowledge after the work has succeeded",
        "Messaging",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The acknowledgement tells the group to forget the entry. When the process dies or the handler throws afterwards, the entry is neither pending nor new: "
            + "the work is lost without a trace, and the consumer group gives no more than pub/sub would.",
        helpLinkUri: Pages + "RCTO1812.md");

    private protected override void Register(CompilationStartAnalysisContext context, KnownRedisTypes types)
    {
        if (!types.IsTestAssembly)
            context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);
    }

    private void Analyze(OperationAnalysisContext context, KnownRedisTypes types)
    {
        if (RedisCommand.Read(context.Operation, types) is not { Name: "StreamAcknowledge" or "StreamAcknowledgeAndDelete" } acknowledge
            || acknowledge.IsQueued(types) || Entry(acknowledge) is not { } entry || Scope(acknowledge.Call, entry) is not { } scope)
        {
            return;
        }
        var work = new EntryWork(entry, scope, types);
        var when = IsBefore(acknowledge.Call, scope, work) ? "before its work" : IsWhateverHappens(acknowledge.Call, scope, work) ? "in finally, whatever came of its work" : null;
        if (when is not null)
            context.ReportDiagnostic(Diagnostic.Create(Rule, acknowledge.Call.Syntax.GetLocation(), when));
    }

    /// <summary>The variable of the one entry that is acknowledged.</summary>
    private static ISymbol? Entry(RedisCommand acknowledge) =>
        acknowledge.Argument("messageId")?.Origin() is IPropertyReferenceOperation { Property.Name: "Id", Instance: { } entry } && StreamEntries.IsEntry(entry.Type)
            ? entry.Unwrap() is ILocalReferenceOperation or IParameterReferenceOperation ? entry.Unwrap().Symbol() : null
            : null;

    /// <summary>The body of the loop over the entries, or the method that is given one.</summary>
    private static IBlockOperation? Scope(IInvocationOperation acknowledge, ISymbol entry) => acknowledge.Ancestors().OfType<IBlockOperation>().LastOrDefault(block =>
        block.Parent is IForEachLoopOperation loop && loop.Locals.Contains(entry, SymbolEqualityComparer.Default)
        || entry is IParameterSymbol && block.Parent is IMethodBodyOperation or IAnonymousFunctionOperation or ILocalFunctionOperation
            && acknowledge.Function() is var function && (block.Parent == function || function is null));

    /// <summary>A statement of the way that each entry goes, with the work only behind it.</summary>
    private static bool IsBefore(IInvocationOperation acknowledge, IBlockOperation scope, EntryWork work)
    {
        IOperation statement = acknowledge;
        while (statement.Parent is { } parent && !(parent is IBlockOperation block && (block == scope || block.Parent is ITryOperation)))
            statement = parent;
        if (statement is not (IExpressionStatementOperation or IVariableDeclarationGroupOperation) || statement.Parent is not IBlockOperation way || way != scope && !IsTryOf(way, scope))
            return false;
        var before = scope.Descendants().OfType<IInvocationOperation>().Where(call => call.Syntax.Span.End <= acknowledge.Syntax.SpanStart);
        return !before.Any(work.MayBeDoneIn)
            && way.Operations.Any(later => later.Syntax.SpanStart > statement.Syntax.SpanStart && work.IsDoneIn(later));
    }

    private static bool IsTryOf(IBlockOperation way, IBlockOperation scope) => way.Parent is ITryOperation tried && tried.Body == way && tried.Parent == scope;

    /// <summary>In the finally of the work, where no catch puts the entry aside.</summary>
    private static bool IsWhateverHappens(IInvocationOperation acknowledge, IBlockOperation scope, EntryWork work) =>
        acknowledge.Ancestors().OfType<ITryOperation>().FirstOrDefault() is { Finally: { } last } tried
        && scope.Syntax.Span.Contains(tried.Syntax.Span)
        && last.Operations.Any(step => step is IExpressionStatementOperation && step.Syntax.Span.Contains(acknowledge.Syntax.Span))
        && work.IsDoneIn(tried.Body)
        && tried.Catches.All(caught => caught.Handler.Descendants().OfType<IInvocationOperation>().All(call =>
            call.IsLogging() || call.Ancestors().OfType<IInvocationOperation>().Any(outer => outer.IsLogging())));
}
