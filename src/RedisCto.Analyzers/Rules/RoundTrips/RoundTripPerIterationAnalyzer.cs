using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.RoundTrips;

/// <summary>Reports a loop that waits for Redis at each turn although no turn needs the reply of the one before.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RoundTripPerIterationAnalyzer() : RedisAnalyzer(
    Descriptor,
    remedy: "Send one command with an array (MGET, SADD with many members), or start all commands and await them together with Task.WhenAll.")
{
    private static readonly DiagnosticDescriptor Descriptor = new(
        "RCTO1103",
        "One round trip per loop turn",
        "Each turn of this loop waits for a reply of Redis, so that n items take n round trips; use an array overload, or start all and await Task.WhenAll",
        "RoundTrips",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The server answers in microseconds, the network in fractions of a millisecond: a loop that waits for each reply spends its time "
            + "on the way. A thousand items at 0.5 ms are half a second; as one array command or one pipeline they are a few milliseconds.",
        helpLinkUri: Pages + "RCTO1103.md");

    private static readonly ImmutableHashSet<string> BulkWorkWords =
    [
        "seed", "seeder", "seeding", "migrate", "migration", "benchmark", "stress", "generator", "fixture", "fake", "demo", "simulate",
        "simulator", "simulation",
    ];

    private protected override void Register(CompilationStartAnalysisContext context, KnownRedisTypes types)
    {
        if (!types.IsTestAssembly)
            context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);
    }

    private void Analyze(OperationAnalysisContext context, KnownRedisTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        // Most calls stand in no loop: ask that before anything that costs.
        if (!call.Ancestors().Any(ancestor => ancestor is ILoopOperation or IAnonymousFunctionOperation))
            return;
        if (WaitedCommand.Read(call, types) is not { } command
            || LoopTurn.Of(call, types) is not { } turn
            || call.MethodWords().Concat(call.TypeWords()).ContainsAny(BulkWorkWords))
        {
            return;
        }
        if (turn.IsLong() && turn.IsFirst(call) && turn.IsIndependent(call, command))
            context.ReportDiagnostic(Diagnostic.Create(Rule, call.Syntax.GetLocation()));
    }
}
