using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.Messaging;

/// <summary>Reports a worker that deletes its consumer as it stops, and with it the entries that it had not finished.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ConsumerDeletedWithPendingAnalyzer() : RedisAnalyzer(
    Descriptor,
    remedy: "Keep the consumer, under a stable name; or delete it only after StreamPendingMessages for it is empty or StreamClaim has moved its entries to another one.")
{
    private static readonly DiagnosticDescriptor Descriptor = new(
        "RCTO1813",
        "Deleting a consumer loses its pending entries",
        "Deleting the consumer also drops its pending entries: what was read and not yet acknowledged is never delivered again; check that nothing is pending, or keep the consumer",
        "Messaging",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "XGROUP DELCONSUMER removes the consumer and its list of pending entries. The group's position is already past them, so no read and no XAUTOCLAIM "
            + "finds them again: work that was in hand at shutdown is lost.",
        helpLinkUri: Pages + "RCTO1813.md");

    private static readonly string[] Rescues =
    [
        "StreamPending", "StreamPendingMessages", "StreamConsumerInfo", "StreamClaim", "StreamClaimIdsOnly", "StreamAutoClaim", "StreamAutoClaimIdsOnly",
        "StreamNegativeAcknowledge",
    ];

    private static readonly ImmutableHashSet<string> EndWords =
        ["stop", "stopping", "stopped", "shutdown", "dispose", "close", "closing", "exit", "leave", "unregister", "deregister", "terminate", "end", "down", "finish"];

    private protected override void Register(CompilationStartAnalysisContext context, KnownRedisTypes types)
    {
        if (types.IsTestAssembly)
            return;
        var rescued = new ProjectMention(context.Compilation, Rescues, ["XPENDING", "XCLAIM", "XAUTOCLAIM", "XNACK"]);
        context.RegisterOperationAction(operation => Analyze(operation, types, rescued), OperationKind.Invocation);
    }

    private void Analyze(OperationAnalysisContext context, KnownRedisTypes types, ProjectMention rescued)
    {
        if (RedisCommand.Read(context.Operation, types) is { } command && IsDelete(command) && IsAtTheEnd(command, types)
            && !rescued.IsThere && !types.IsDatabase(context.ContainingSymbol.ContainingType))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, command.Call.Syntax.GetLocation()));
        }
    }

    private static bool IsDelete(RedisCommand command) => command.Name == "StreamDeleteConsumer"
        || RawCommand.Read(command) is { Name: "XGROUP", Arguments.Count: > 0 } raw
            && string.Equals(ConstantText.Of(raw.Arguments[0]), "DELCONSUMER", StringComparison.OrdinalIgnoreCase);

    /// <summary>A worker gives up its own consumer: as it stops, in the finally of its loop, or in the type that reads as it.</summary>
    private static bool IsAtTheEnd(RedisCommand delete, KnownRedisTypes types) =>
        delete.Call.IsInFinally()
        || delete.Call.MethodWords().ContainsAny(EndWords)
        || delete.Call.Ancestors().OfType<IInvocationOperation>().Any(call => call.TargetMethod.Name == "Register")
        || delete.Call.Root().Descendants().Any(operation => RedisCommand.Read(operation, types) is { Name: "StreamReadGroup" });
}
