using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.Scripting;

/// <summary>Reports a script that asks a number as if it were true or false: 0 is true in Lua, so that the branch is always taken.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ScriptTruthOfZeroAnalyzer() : RedisAnalyzer(
    Descriptor,
    remedy: "Compare the reply: redis.call('EXISTS', KEYS[1]) == 1, or > 0 for a count.")
{
    private static readonly DiagnosticDescriptor Descriptor = new(
        "RCTO1705",
        "A script takes 0 for false",
        "{0} replies with a number and 0 is true in Lua: this condition never changes; compare with {1}",
        "Scripting",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "In Lua only nil and false are false. EXISTS, SISMEMBER, SETNX and the like reply 1 or 0, and both are true: the check passes always, "
            + "also where the key is not there or the lock is held.",
        helpLinkUri: Pages + "RCTO1705.md");

    private protected override void Register(CompilationStartAnalysisContext context, KnownRedisTypes types)
    {
        if (!types.IsTestAssembly)
            context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Literal);
    }

    private void Analyze(OperationAnalysisContext context, KnownRedisTypes types)
    {
        var literal = (ILiteralOperation)context.Operation;
        if (literal.ConstantValue.Value is not string text || text.IndexOf("call(", StringComparison.Ordinal) < 0 || !ScriptLiterals.IsScript(literal, types))
            return;
        foreach (var doubt in TruthOfZero.In(text))
        {
            var properties = ImmutableDictionary<string, string?>.Empty.Add(TruthOfZero.Comparison, doubt.Replacement);
            context.ReportDiagnostic(Diagnostic.Create(
                Rule, ScriptLiterals.Locate(literal, text, doubt.Start, doubt.End), properties, doubt.Command, doubt.Expected));
        }
    }
}
