using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RedisCto.Analyzers;

/// <summary>What every review rule shares: one descriptor, one remedy, and silence where StackExchange.Redis is not referenced.</summary>
/// <param name="rule">The rule: id, fault, message, severity as a statement of certainty, and why it hurts.</param>
/// <param name="remedy">What to do instead, in one or two sentences.</param>
public abstract class RedisAnalyzer(DiagnosticDescriptor rule, string remedy) : DiagnosticAnalyzer
{
    /// <summary>Where the page of a rule lies; followed by the id and ".md".</summary>
    internal const string Pages = "https://github.com/redis-cto/redis-cto-mcp/blob/main/knowledge/rules/";

    /// <summary>The rule that this analyzer reports.</summary>
    public DiagnosticDescriptor Rule => rule;

    /// <summary>What to do instead, in one or two sentences.</summary>
    public string Remedy => remedy;

    /// <inheritdoc />
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [rule];

    /// <inheritdoc />
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (KnownRedisTypes.Find(start.Compilation) is { } types)
                Register(start, types);
        });
    }

    private protected abstract void Register(CompilationStartAnalysisContext context, KnownRedisTypes types);
}
