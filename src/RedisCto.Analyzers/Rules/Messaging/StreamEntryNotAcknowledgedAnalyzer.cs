using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.Messaging;

/// <summary>Reports entries that a consumer group hands out and that nobody acknowledges.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StreamEntryNotAcknowledgedAnalyzer() : RedisAnalyzer(
    Descriptor,
    remedy: "Acknowledge each entry with StreamAcknowledge after its work is done; or read with noAck: true where a lost entry does no harm.")
{
    private static readonly DiagnosticDescriptor Descriptor = new(
        "RCTO1804",
        "Entries of a consumer group are never acknowledged",
        "These entries are read through a consumer group and never acknowledged: each stays pending for ever; call StreamAcknowledge after the work, or read with noAck",
        "Messaging",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The group keeps every entry that it handed out on the list of pending entries, until XACK. Without it the list grows with each message and takes "
            + "memory, and whoever recovers pending entries after a crash runs work a second time that was done long ago.",
        helpLinkUri: Pages + "RCTO1804.md");

    private protected override void Register(CompilationStartAnalysisContext context, KnownRedisTypes types)
    {
        if (types.IsTestAssembly)
            return;
        var acknowledged = new ProjectMention(context.Compilation, ["StreamAcknowledge", "StreamAcknowledgeAndDelete"], ["XACK"]);
        context.RegisterOperationAction(operation => Analyze(operation, types, acknowledged), OperationKind.Invocation);
    }

    private void Analyze(OperationAnalysisContext context, KnownRedisTypes types, ProjectMention acknowledged)
    {
        if (RedisCommand.Read(context.Operation, types) is not { Name: "StreamReadGroup" } read || MayReadWithoutAck(read)
            || acknowledged.IsThere || !StreamEntries.StayInFile(read.Call))
        {
            return;
        }
        context.ReportDiagnostic(Diagnostic.Create(Rule, read.Call.Syntax.GetLocation()));
    }

    private static bool MayReadWithoutAck(RedisCommand read) =>
        read.Argument("noAck") is { } given && given.Origin() is not { ConstantValue: { HasValue: true, Value: false } };
}
