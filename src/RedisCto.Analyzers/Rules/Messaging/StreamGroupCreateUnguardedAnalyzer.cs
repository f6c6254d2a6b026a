using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.Messaging;

/// <summary>Reports a consumer group that is created without a thought for the second start, when it is there already.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StreamGroupCreateUnguardedAnalyzer() : RedisAnalyzer(
    Descriptor,
    remedy: "Catch RedisServerException whose message starts with BUSYGROUP, and go on: the group is there, and keeps its position.")
{
    private static readonly DiagnosticDescriptor Descriptor = new(
        "RCTO1806",
        "Creating a consumer group fails when it exists",
        "StreamCreateConsumerGroup throws BUSYGROUP when the group exists, so the second start or the second instance fails here; catch that error and go on",
        "Messaging",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "XGROUP CREATE is no upsert. The first instance creates the group; each later start, and every further instance, gets a RedisServerException "
            + "\"BUSYGROUP Consumer Group name already exists\", and a worker that does not expect it does not start.",
        helpLinkUri: Pages + "RCTO1806.md");

    private static readonly string[] Questions = ["StreamGroupInfo", "StreamDeleteConsumerGroup", "KeyDelete", "KeyExists", "StreamInfo"];

    private protected override void Register(CompilationStartAnalysisContext context, KnownRedisTypes types)
    {
        if (!types.IsTestAssembly)
            context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);
    }

    private void Analyze(OperationAnalysisContext context, KnownRedisTypes types)
    {
        if (RedisCommand.Read(context.Operation, types) is not { Name: "StreamCreateConsumerGroup" } create
            || create.IsFireAndForget || create.IsQueued(types) || types.IsDatabase(context.ContainingSymbol.ContainingType))
        {
            return;
        }
        if (!MayBeCaughtOutside(create.Call) && !IsAskedBefore(create, types) && !IsCaught(create.Call.Syntax) && !AreCallersGuarded(create.Call))
            context.ReportDiagnostic(Diagnostic.Create(Rule, create.Call.Syntax.GetLocation()));
    }

    /// <summary>The task or the call is handed to other code: a retry policy, a wrapper, a caller that decides.</summary>
    private static bool MayBeCaughtOutside(IInvocationOperation create)
    {
        var waited = create.Waited();
        return create.Function() is IAnonymousFunctionOperation { Parent: not IVariableInitializerOperation } lambda
                && lambda.Ancestors().Any(ancestor => ancestor is IArgumentOperation)
            || waited.Parent is IArgumentOperation or IReturnOperation { Kind: OperationKind.Return } && IsOfAnyStream(create)
            || waited.Parent is IInvocationOperation { TargetMethod.Name: "ContinueWith" };
    }

    /// <summary>A wrapper that creates whatever group it is told to: its callers know what they expect.</summary>
    private static bool IsOfAnyStream(IInvocationOperation create) =>
        create.ArgumentFor("key").Origin() is IParameterReferenceOperation && create.ArgumentFor("groupName").Origin() is IParameterReferenceOperation;

    /// <summary>The type looks whether the group is there, or makes room for it first.</summary>
    private static bool IsAskedBefore(RedisCommand create, KnownRedisTypes types) => create.Call.CommandsOfType(types, Questions).Any();

    private static bool IsCaught(SyntaxNode place) => place.Ancestors()
        .TakeWhile(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax))
        .Any(node => node is TryStatementSyntax { Catches.Count: > 0 } tried && tried.Block.Span.Contains(place.Span));

    /// <summary>Every call of the method that holds the command, in this file, stands in a try of its own or is handed on.</summary>
    private static bool AreCallersGuarded(IInvocationOperation create)
    {
        var name = create.Syntax.Ancestors().Select(node => node switch
        {
            MethodDeclarationSyntax method => method.Identifier.Text,
            LocalFunctionStatementSyntax function => function.Identifier.Text,
            _ => null,
        }).FirstOrDefault(found => found is not null);
        return name is not null && create.Syntax.SyntaxTree.GetRoot().DescendantNodes().OfType<IdentifierNameSyntax>()
            .Any(use => use.Identifier.Text == name && (IsCaught(use) || use.Ancestors().OfType<ArgumentSyntax>().Any()));
    }
}
