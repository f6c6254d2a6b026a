using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.Locks;

/// <summary>Reports a release in a <c>finally</c> that runs also where the lock was not taken.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockReleasedWhenNotTakenAnalyzer() : RedisAnalyzer(
    Descriptor,
    remedy: "Take the lock before the try, leave where it was refused, and release in the finally; or ask in the finally whether it was taken.")
{
    private static readonly DiagnosticDescriptor Descriptor = new(
        "RCTO1505",
        "A lock is released that may not have been taken",
        "This release runs also where the take was refused or failed: it costs a round trip, and with a token that is not unique it frees somebody else's lock; "
            + "release only what was taken",
        "Locks",
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "A finally block runs whatever happened in its try. When the take is inside, or its refusal is not asked before, the release is sent for a lock "
            + "of somebody else. The token stops it, as long as that is unique.",
        helpLinkUri: Pages + "RCTO1505.md");

    private protected override void Register(CompilationStartAnalysisContext context, KnownRedisTypes types)
    {
        if (!types.IsTestAssembly)
            context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);
    }

    private void Analyze(OperationAnalysisContext context, KnownRedisTypes types)
    {
        if (RedisCommand.Read(context.Operation, types) is not { Name: "LockRelease", Key: { } key } release
            || release.Call.Ancestors().OfType<ITryOperation>().FirstOrDefault(attempted => attempted.Finally?.Syntax.Span.Contains(release.Call.Syntax.Span) == true) is not { } guarded
            || IsAsked(release.Call, guarded)
            || Take(key, guarded, types) is not { } take
            || take.Call.IsDropped())
        {
            return;
        }
        context.ReportDiagnostic(Diagnostic.Create(Rule, release.Call.Syntax.GetLocation(), [take.Call.Syntax.GetLocation()]));
    }

    /// <summary>The release has an <c>if</c> or a <c>?:</c> of its own.</summary>
    private static bool IsAsked(IInvocationOperation release, ITryOperation guarded) => release.Ancestors()
        .TakeWhile(ancestor => ancestor != guarded)
        .Any(ancestor => ancestor is IConditionalOperation or IConditionalAccessOperation or IBinaryOperation or ISwitchOperation)
        || guarded.Finally!.Operations.Any(statement => statement is IConditionalOperation && statement.Syntax.Span.End < release.Syntax.SpanStart);

    /// <summary>The take whose refusal does not keep the code from entering the try.</summary>
    private static LockAttempt? Take(IOperation key, ITryOperation guarded, KnownRedisTypes types)
    {
        foreach (var take in LockAttempt.OnKey(key, guarded, types))
        {
            if (take.Call.Function() != guarded.Function())
                continue;
            if (guarded.Body.Syntax.Span.Contains(take.Call.Syntax.Span))
                return take;
            // Taken before, kept in a variable, and asked for the first time inside the try.
            if (take.Call.Syntax.Span.End < guarded.Syntax.SpanStart && take.Call.KeptIn() is { } kept
                && References(take.Call.Root(), kept).FirstOrDefault() is { } first && guarded.Body.Syntax.Span.Contains(first.Syntax.Span))
            {
                return take;
            }
        }
        return null;
    }

    private static IEnumerable<IOperation> References(IOperation root, ILocalSymbol local) =>
        root.Descendants().Where(operation => operation is ILocalReferenceOperation reference
            && SymbolEqualityComparer.Default.Equals(reference.Local, local)
            && reference.Parent is not ISimpleAssignmentOperation { Target: ILocalReferenceOperation });
}
