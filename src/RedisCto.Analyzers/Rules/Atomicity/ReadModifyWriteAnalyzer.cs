using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.Atomicity;

/// <summary>Reports a value that is read, changed and written back: of two clients that do so at once, one loses its change.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ReadModifyWriteAnalyzer() : RedisAnalyzer(
    Descriptor,
    remedy: "Use one command (StringIncrement, HashIncrement, a hash field, a set), or write under Condition.StringEqual with a retry, in a script, or with "
        + "ValueCondition on Redis 8.4.")
{
    private static readonly DiagnosticDescriptor Descriptor = new(
        "RCTO1401",
        "A value is read, changed and written back",
        "This overwrites the key with a change of what was read before: of two clients that do so at the same time, one loses its change; "
            + "use an increment, a condition with a retry, or a script",
        "Atomicity",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Between the read and the write other clients read the same value. Each writes its own change of it, and the last one wins: counts come out too "
            + "low, items vanish from a list. The write has to say what it expects to find, or the server has to make the change.",
        helpLinkUri: Pages + "RCTO1401.md");

    // One worker writes these, and the newest is right.
    private static readonly ImmutableHashSet<string> OneWriterWords =
        ["checkpoint", "cursor", "offset", "watermark", "position", "last", "latest", "snapshot", "seen", "lock"];

    private protected override void Register(CompilationStartAnalysisContext context, KnownRedisTypes types)
    {
        if (!types.IsTestAssembly)
            context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);
    }

    private void Analyze(OperationAnalysisContext context, KnownRedisTypes types)
    {
        if (RedisCommand.Read(context.Operation, types) is not { Name: "StringSet" or "HashSet", Key: { } key } write
            || write.Argument("value") is not { } value
            || write.IsConditional()
            || write.IsInTransaction(types)
            || Words.OfKey(key).ContainsAny(OneWriterWords))
        {
            return;
        }
        var read = write.Call.Root().Descendants().Select(operation => RedisCommand.Read(operation, types))
            .LastOrDefault(command => command is { } earlier && IsReadOf(earlier, write) && ValueFlow.IsChangedFrom(value, write.Call, earlier.Call, types));
        if (read is { } origin && !CacheMiss.IsFilledBy(write, types) && !write.Call.IsUnderLock(types))
            context.ReportDiagnostic(Diagnostic.Create(Rule, write.Call.Syntax.GetLocation(), [origin.Call.Syntax.GetLocation()]));
    }

    private static bool IsReadOf(RedisCommand read, RedisCommand write) =>
        (read.Name, write.Name) is ("StringGet", "StringSet") or ("HashGet", "HashSet")
        && read.Call.Syntax.Span.End <= write.Call.Syntax.Span.End
        && read.Call.Function() == write.Call.Function()
        && write.Key.IsSameAs(read.Key)
        && (write.Name == "StringSet" || write.Argument("hashField").IsSameAs(read.Argument("hashField")));
}
