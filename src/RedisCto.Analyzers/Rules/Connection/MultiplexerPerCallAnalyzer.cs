using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisCto.Analyzers.Reading;

namespace RedisCto.Analyzers.Rules.Connection;

/// <summary>Reports a connection that is opened for one call or one short-lived object: a multiplexer is made once and shared.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MultiplexerPerCallAnalyzer() : RedisAnalyzer(
    Descriptor,
    remedy: "Connect once: register IConnectionMultiplexer as a singleton and inject it, or keep it in a static Lazy<ConnectionMultiplexer>.")
{
    private static readonly DiagnosticDescriptor Descriptor = new(
        "RCTO1001",
        "A connection is opened per call",
        "A new connection is opened each time this runs; connect once and share the multiplexer (singleton IConnectionMultiplexer, or static Lazy)",
        "Connection",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Connecting costs several round trips, threads and two sockets, and a multiplexer is made to be shared by all threads. Opened per "
            + "call it adds tens of milliseconds to each request and, under load, runs the server out of connections and the client out of ports.",
        helpLinkUri: Pages + "RCTO1001.md");

    private static readonly ImmutableHashSet<string> ConnectMethods = ["Connect", "ConnectAsync", "SentinelConnect", "SentinelConnectAsync"];

    private protected override void Register(CompilationStartAnalysisContext context, KnownRedisTypes types)
    {
        if (types.IsTestAssembly)
            return;
        var compilation = context.Compilation;
        var shortLived = new Lazy<ImmutableHashSet<string>>(() => StartUp.ShortLivedTypes(compilation, CancellationToken.None));
        context.RegisterOperationAction(operation => Analyze(operation, types, shortLived), OperationKind.Invocation);
    }

    private void Analyze(OperationAnalysisContext context, KnownRedisTypes types, Lazy<ImmutableHashSet<string>> shortLived)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!IsConnect(call, types) && !IsFactory(call, types))
            return;
        if (IsPerCall(call, context.ContainingSymbol, types, shortLived, context.CancellationToken))
            context.ReportDiagnostic(Diagnostic.Create(Rule, call.Syntax.GetLocation()));
    }

    private static bool IsConnect(IInvocationOperation call, KnownRedisTypes types) =>
        ConnectMethods.Contains(call.TargetMethod.Name)
        && SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, types.Multiplexer);

    /// <summary>A method in the same file that opens a connection and hands it out: its callers are judged in its place.</summary>
    private static bool IsFactory(IInvocationOperation call, KnownRedisTypes types) =>
        IsConnection(call.TargetMethod.ReturnType, types)
        && call.BodyInSameFile() is { } body
        && body.Descendants().OfType<IInvocationOperation>().Any(
            inner => IsConnect(inner, types) && inner.FateOf(types) == ConnectionFate.Returned)
        && !body.Descendants().Any(operation => operation is IFieldReferenceOperation field && IsConnection(field.Type!, types));

    private static bool IsConnection(ITypeSymbol type, KnownRedisTypes types) => types.IsMultiplexer(type)
        || type is INamedTypeSymbol { TypeArguments: { Length: 1 } arguments } && types.IsMultiplexer(arguments[0]);

    private static bool IsPerCall(
        IOperation connect, ISymbol member, KnownRedisTypes types, Lazy<ImmutableHashSet<string>> shortLived, CancellationToken cancellationToken)
    {
        var fate = connect.FateOf(types);
        if (fate == ConnectionFate.Unknown)
            return false;
        if (fate == ConnectionFate.Kept)
            return IsReplacedAtEachCall(connect, member, types);
        if (fate == ConnectionFate.OwnedByInstance)
            return StartUp.IsMadePerRequest(member.ContainingType) || shortLived.Value.Contains(member.ContainingType.Name);
        if (connect.Function() is { } function)
        {
            if (StartUp.IsCalledOnce(function))
                return false;
            if (StartUp.IsRequestHandler(function))
                return true;
            if (fate != ConnectionFate.Lost)
                return false;
        }
        if (StartUp.RunsOnce(connect, member))
            return fate == ConnectionFate.Lost && IsRepeated(connect);
        if (fate == ConnectionFate.Returned)
            return IsGetter(member) && !IsGuarded(connect, types);
        return !IsGuarded(connect, types)
            && (connect.SemanticModel is not { } model || member is not IMethodSymbol { MethodKind: MethodKind.Ordinary } method
                || !StartUp.IsUsedOnlyAtStartUp(LocalFunction(connect) ?? method, model, cancellationToken));
    }

    /// <summary>A field that every call of the member overwrites before it sends its command: kept by name only.</summary>
    private static bool IsReplacedAtEachCall(IOperation connect, ISymbol member, KnownRedisTypes types) =>
        connect.Function() is null
        && !StartUp.RunsOnce(member)
        && connect.Ancestors().OfType<IAssignmentOperation>().FirstOrDefault() is ISimpleAssignmentOperation { Target: IFieldReferenceOperation or IPropertyReferenceOperation }
        && !connect.Ancestors().Any(ancestor => ancestor is IConditionalOperation or ICoalesceOperation or ILockOperation or ILoopOperation or ISwitchOperation)
        && (IsGetter(member) || connect.Root().Descendants().Any(operation => RedisCommand.Read(operation, types) is { } command && command.Name != "Ping"))
        && !connect.Root().Descendants().Any(operation => operation is IReturnOperation && operation.Syntax.SpanStart < connect.Syntax.SpanStart);

    private static IMethodSymbol? LocalFunction(IOperation connect) => (connect.Function() as ILocalFunctionOperation)?.Symbol;

    private static bool IsGetter(ISymbol member) => member is IMethodSymbol { MethodKind: MethodKind.PropertyGet };

    /// <summary>A null check of a kept connection beside it: connecting again is the exception there (and a matter of another rule).</summary>
    private static bool IsGuarded(IOperation connect, KnownRedisTypes types) =>
        connect.Root().Descendants().OfType<IMemberReferenceOperation>().Any(
            reference => reference is IFieldReferenceOperation or IPropertyReferenceOperation
                && reference.Type is { } type && types.IsMultiplexer(type) && reference.Instance is null or IInstanceReferenceOperation);

    /// <summary>A loop that connects anew each time with the same configuration; a loop over endpoints connects to each of them once.</summary>
    private static bool IsRepeated(IOperation connect) =>
        connect.Ancestors().TakeWhile(ancestor => ancestor is not (IAnonymousFunctionOperation or ILocalFunctionOperation)).OfType<ILoopOperation>().Any(loop =>
            !connect.Descendants().OfType<ILocalReferenceOperation>().Any(
                local => local.Local.DeclaringSyntaxReferences.Any(declaration => loop.Syntax.Span.Contains(declaration.Span))));
}
