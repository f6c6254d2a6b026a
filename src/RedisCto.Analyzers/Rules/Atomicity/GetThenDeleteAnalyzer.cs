using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.Atomicity;

/// <summary>Reports a value that is to be used once, taken by GET and DEL: two clients can both read it before either deletes it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class GetThenDeleteAnalyzer() : RedisAnalyzer(
    Descriptor,
    remedy: "Take the value with StringGetDelete (Redis 6.2), or go on only where KeyDelete gave true.")
{
    private static readonly DiagnosticDescriptor Descriptor = new(
        "RCTO1404",
        "A value that is used once is read and deleted in two steps",
        "Two clients can both read this value before either deletes it, and both use it: take it with StringGetDelete, or go on only where KeyDelete gave true",
        "Atomicity",
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "A one-time code, a refresh token or a ticket is meant to work once. With GET and DEL as two commands two requests at the same time both "
            + "get it. GETDEL gives it to one of them.",
        helpLinkUri: Pages + "RCTO1404.md");

    private static readonly ImmutableHashSet<string> Telling =
    [
        "IsNullOrEmpty", "IsNullOrWhiteSpace", "ToString", "ConfigureAwait", "Equals", "FixedTimeEquals", "GetBytes", "Parse", "TryParse", "ToInt64", "ToInt32",
        "Trim", "ThrowIfNull", "ThrowIfNullOrEmpty",
    ];

    private protected override void Register(CompilationStartAnalysisContext context, KnownRedisTypes types)
    {
        if (!types.IsTestAssembly)
            context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);
    }

    private void Analyze(OperationAnalysisContext context, KnownRedisTypes types)
    {
        if (RedisCommand.Read(context.Operation, types) is not { Name: "StringGet", Key: { } key } get
            || get.IsQueued(types)
            || get.Call.IsDropped()
            || Words.OfKey(key).ContainsAny(LockWords.Locks))
        {
            return;
        }
        var delete = get.Call.Root().Descendants().Select(operation => RedisCommand.Read(operation, types))
            .FirstOrDefault(command => command is { Name: "KeyDelete" } later && key.IsSameAs(later.Key) && !later.IsQueued(types)
                && later.Call.IsDropped() && get.Call.IsFollowedBy(later.Call));
        if (delete is not { } taken || !IsTakenAtOnce(get, taken, types) || get.Call.IsUnderLock(types) || LockAttempt.OnKey(key, get.Call, types).Any())
            return;
        context.ReportDiagnostic(Diagnostic.Create(Rule, get.Call.Syntax.GetLocation(), [taken.Call.Syntax.GetLocation()]));
    }

    /// <summary>Nothing is done with the value before the delete: else the delete is an acknowledgement, and GETDEL would lose the value in a crash.</summary>
    private static bool IsTakenAtOnce(RedisCommand get, RedisCommand delete, KnownRedisTypes types) =>
        !get.Call.Root().Descendants().OfType<IInvocationOperation>().Any(call =>
            call.Syntax.SpanStart > get.Call.Syntax.Span.End && call.Syntax.Span.End < delete.Call.Syntax.SpanStart
            && !call.IsLogging() && !Telling.Contains(call.TargetMethod.Name) && call.TargetMethod.Name.IndexOf("Deserialize", StringComparison.Ordinal) < 0
            && !call.Ancestors().TakeWhile(ancestor => ancestor is not IBlockOperation).Any(ancestor => ancestor is IReturnOperation or IThrowOperation)
            && !call.Descendants().Any(inner => RedisCommand.Read(inner, types) is { Name: "KeyDelete" }));
}
