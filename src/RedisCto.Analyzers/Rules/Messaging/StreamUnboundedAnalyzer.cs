using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.Messaging;

/// <summary>Reports entries that are added to a stream which nothing ever shortens.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StreamUnboundedAnalyzer() : RedisAnalyzer(
    Descriptor,
    remedy: "Pass maxLength with useApproximateMaxLength: true, above the longest backlog that a consumer may have; or trim by age, or delete entries after the ack.")
{
    private static readonly DiagnosticDescriptor Descriptor = new(
        "RCTO1803",
        "The stream grows without bound",
        "StreamAdd adds to a stream that nothing here trims: acknowledged entries stay in memory for ever; pass maxLength and useApproximateMaxLength: true",
        "Messaging",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "An acknowledgement takes an entry off the list of pending ones, and leaves it in the stream. Without MAXLEN, XTRIM or XDEL every entry that "
            + "was ever added stays in memory, until the server reaches maxmemory and refuses writes or evicts other keys.",
        helpLinkUri: Pages + "RCTO1803.md");

    private static readonly string[] Shortening =
        ["StreamTrim", "StreamTrimByMinId", "StreamDelete", "StreamAcknowledgeAndDelete"];

    // What is meant to be kept whole, or written once.
    private static readonly ImmutableHashSet<string> KeptWords = ["ledger", "journal", "eventstore", "audit", "seed", "benchmark", "archive"];

    private protected override void Register(CompilationStartAnalysisContext context, KnownRedisTypes types)
    {
        if (types.IsTestAssembly)
            return;
        var shortened = new ProjectMention(context.Compilation, Shortening, ["XTRIM", "XDEL", "XACKDEL"]);
        context.RegisterOperationAction(operation => Analyze(operation, types, shortened), OperationKind.Invocation);
    }

    private void Analyze(OperationAnalysisContext context, KnownRedisTypes types, ProjectMention shortened)
    {
        if (RedisCommand.Read(context.Operation, types) is not { } add || UnboundedKey(add) is not { } key || shortened.IsThere)
            return;
        if (!IsMeantToBeKept(add, key) && !IsEndedOtherwise(add, key, types) && !types.IsDatabase(context.ContainingSymbol.ContainingType))
            context.ReportDiagnostic(Diagnostic.Create(Rule, add.Call.Syntax.GetLocation()));
    }

    /// <summary>The stream of an XADD that is certain to carry no bound, else null.</summary>
    private static IOperation? UnboundedKey(RedisCommand add)
    {
        if (add.Name == "StreamAdd")
            return add.Argument("options") is null && IsNothing(add.Argument("maxLength")) ? add.Key : null;
        return RawCommand.Read(add) is { Name: "XADD", Arguments.Count: > 3 } raw && ConstantText.Of(raw.Arguments[1]) == "*" ? raw.Arguments[0] : null;
    }

    private static bool IsNothing(IOperation? length) =>
        length is null || length.Unwrap() is { ConstantValue: { HasValue: true, Value: null } } or IDefaultValueOperation;

    private static bool IsMeantToBeKept(RedisCommand add, IOperation key)
    {
        var type = add.Call.TypeWords().ToList();
        return Words.OfKey(key).Concat(type).Concat(add.Call.MethodWords()).ContainsAny(KeptWords)
            || (type.Contains("event") && type.Contains("store"));
    }

    /// <summary>The whole stream goes (a stream for each session), or another writer of the same stream keeps it short.</summary>
    private static bool IsEndedOtherwise(RedisCommand add, IOperation key, KnownRedisTypes types) =>
        add.Call.CommandsOfType(types, "KeyExpire", "KeyDelete", "StreamAdd").Any(other => key.IsSameAs(other.Key)
            && (other.Name != "StreamAdd" || other.Argument("options") is not null || !IsNothing(other.Argument("maxLength"))));
}
