using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.Scripting;

/// <summary>Reports values that are written into the text of a script: they can change what it does, and each value is a new script to the server.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ScriptTextInterpolatedAnalyzer() : RedisAnalyzer(
    Descriptor,
    remedy: "Keep the script a constant: give keys as KEYS and values as ARGV, or write @name in a LuaScript and pass the parameters.")
{
    private static readonly DiagnosticDescriptor Descriptor = new(
        "RCTO1702",
        "A script is built from values",
        "{0} is written into the script text: a quote in it changes the script, and every new value is one more script in the server's cache; pass it as KEYS or ARGV",
        "Scripting",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The server compiles and keeps each distinct script text by its SHA-1. Text with values in it fills the script cache with copies that "
            + "run once, and whoever controls the value controls the Lua code.",
        helpLinkUri: Pages + "RCTO1702.md");

    private protected override void Register(CompilationStartAnalysisContext context, KnownRedisTypes types)
    {
        if (!types.IsTestAssembly)
            context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);
    }

    private void Analyze(OperationAnalysisContext context, KnownRedisTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        // Text that a static member puts together is put together once.
        if (context.ContainingSymbol is IFieldSymbol { IsStatic: true } or IMethodSymbol { MethodKind: MethodKind.StaticConstructor }
            || context.ContainingSymbol is IPropertySymbol { IsStatic: true, GetMethod: null }
            || ScriptCall.Read(call, types) is not { } script
            || ComposedScript.Read(script.Script) is not { } composed)
        {
            return;
        }
        if (composed.DataHoles().FirstOrDefault(hole => hole.IsVaried()) is { } value)
            context.ReportDiagnostic(Diagnostic.Create(Rule, call.Syntax.GetLocation(), value.Syntax.ToString()));
    }
}
