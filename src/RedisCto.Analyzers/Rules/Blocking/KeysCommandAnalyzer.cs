using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.Blocking;

/// <summary>Reports KEYS sent by hand: it walks the whole keyspace in one go, and every other client waits; SCAN does not.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class KeysCommandAnalyzer() : RedisAnalyzer(
    Descriptor,
    remedy: "Iterate with IServer.Keys or KeysAsync (SCAN, with a pattern and a page size), or keep the names that belong together in an index set.")
{
    private static readonly DiagnosticDescriptor Descriptor = new(
        "RCTO1201",
        "KEYS blocks the server for the whole keyspace",
        "KEYS walks every key of the server in one go and all other clients wait; use SCAN through IServer.Keys or IServer.KeysAsync",
        "Blocking",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The server executes one command at a time. KEYS is O(N) over all keys, not over the matches: with a million keys it "
            + "stalls every client for hundreds of milliseconds, at each call.",
        helpLinkUri: Pages + "RCTO1201.md");

    private protected override void Register(CompilationStartAnalysisContext context, KnownRedisTypes types) =>
        context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);

    private void Analyze(OperationAnalysisContext context, KnownRedisTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        var sendsKeys = CommandName(call, types) is { } command
            ? IsKeys(command)
            : IsInSameFile(call) && call.Arguments.Any(argument => IsKeys(argument.Value) && IsForwarded(call, argument.Parameter, types));
        if (sendsKeys)
            context.ReportDiagnostic(Diagnostic.Create(Rule, call.Syntax.GetLocation()));
    }

    /// <summary>The command name that <c>Execute("NAME", …)</c> is given, or null where the call is not an Execute of a database or server.</summary>
    private static IOperation? CommandName(IInvocationOperation call, KnownRedisTypes types) =>
        RedisCommand.NameOf(call.TargetMethod) == "Execute"
        && (types.IsDatabaseMember(call.TargetMethod) || types.IsServerMember(call.TargetMethod))
            ? call.ArgumentFor("command")
            : null;

    private static bool IsInSameFile(IInvocationOperation call) =>
        call.TargetMethod.OriginalDefinition.DeclaringSyntaxReferences.Any(declaration => declaration.SyntaxTree == call.Syntax.SyntaxTree);

    /// <summary>Whether a helper in the same file hands the argument on as the command of an Execute.</summary>
    private static bool IsForwarded(IInvocationOperation call, IParameterSymbol? parameter, KnownRedisTypes types) =>
        parameter is not null
        && call.BodyInSameFile() is { } body
        && body.Descendants().OfType<IInvocationOperation>().Any(
            inner => CommandName(inner, types) is { } command && command.RefersTo(parameter.OriginalDefinition));

    private static bool IsKeys(IOperation value) =>
        string.Equals(ConstantText.Of(value)?.Trim(), "KEYS", StringComparison.OrdinalIgnoreCase);
}
