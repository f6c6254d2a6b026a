using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.Atomicity;

/// <summary>Reports a command that runs because of an earlier EXISTS: another client can change the answer in between.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CheckThenActAnalyzer() : RedisAnalyzer(
    Descriptor,
    remedy: "Let one command decide: When.NotExists for a write, or the result of the command itself (SetAdd, KeyDelete, HashGet tell what they found).")
{
    private static readonly DiagnosticDescriptor Descriptor = new(
        "RCTO1402",
        "A check and the command that depends on it are two steps",
        "{0} is asked first, and {1} depends on the answer: another client can change it in between, and the question costs a round trip; {2}",
        "Atomicity",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Between the check and the command other clients run theirs: two of them both see that the key is missing, and both write; or the key "
            + "expires after the check, and the read finds nothing.",
        helpLinkUri: Pages + "RCTO1402.md");

    // What they do is right whatever happened in between: only the extra trip, or a missing value, is left.
    private static readonly ImmutableHashSet<string> Mild = ["KeyDelete", "KeyExpire", "KeyPersist", "HashDelete", "SetRemove"];

    private protected override void Register(CompilationStartAnalysisContext context, KnownRedisTypes types)
    {
        if (!types.IsTestAssembly)
            context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);
    }

    private void Analyze(OperationAnalysisContext context, KnownRedisTypes types)
    {
        if (CheckedAct.Read(context.Operation, types) is not { } found || found.Check.Call.IsUnderLock(types))
            return;
        var act = found.Act.Command.Name;
        var remedy = act switch
        {
            "StringSet" or "HashSet" => "write with When.NotExists",
            "SetAdd" or "SetRemove" or "KeyDelete" or "HashDelete" => $"the result of {act} says the same",
            _ when IsRead(act) => $"{act} says it by finding nothing",
            _ => "use one command, a condition or a script",
        };
        var severity = IsRead(act) || Mild.Contains(act) ? DiagnosticSeverity.Info : Rule.DefaultSeverity;
        context.ReportDiagnostic(Diagnostic.Create(
            Rule, found.Check.Call.Syntax.GetLocation(), severity, [found.Act.Call.Syntax.GetLocation()], properties: null, found.Check.Name, act, remedy));
    }

    private static bool IsRead(string command) =>
        command is "StringGet" or "StringLength" or "StringGetWithExpiry" or "StringGetLease" or "HashGet" or "HashGetAll" or "HashKeys" or "HashValues"
            or "HashLength" or "ListRange" or "ListLength" or "ListGetByIndex" or "SetMembers" or "SetLength" or "SetRandomMember" or "KeyDump"
            or "StreamRange" or "StreamLength" or "StreamRead" or "GeoPosition" || command.StartsWith("SortedSetRange", StringComparison.Ordinal)
            || command is "SortedSetLength" or "SortedSetScore" or "SortedSetRank" or "HashScan" or "SetScan";
}
