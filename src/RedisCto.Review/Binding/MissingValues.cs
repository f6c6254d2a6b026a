using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisCto.Review.Binding;

/// <summary>
/// Gives a type to arguments and receivers whose own type is declared elsewhere: the compiler binds no call that has an argument of
/// unknown type, and a rule would not see the call at all.
/// </summary>
internal sealed class MissingValues(SemanticModel model, BoundText text, CancellationToken ct)
{
    // More unknown calls than this are not code that somebody reads a review of; each costs an overload resolution.
    private const int MostCalls = 500;

    private readonly ClientMembers members = ClientMembers.Shared;
    private readonly Dictionary<(int, int), Insertion> sources = [];
    private readonly Dictionary<(int, int), Insertion> consequences = [];

    /// <summary>True where there were more unknown calls than are looked into.</summary>
    public bool Unfinished { get; private set; }

    /// <summary>The receivers that other unknowns may come from, or where there are none the arguments and variables themselves.</summary>
    public IReadOnlyCollection<Insertion> Find()
    {
        var unknown = 0;
        foreach (var call in model.SyntaxTree.GetRoot(ct).DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            ct.ThrowIfCancellationRequested();
            if (MemberOf(call) is not { } member)
                continue;
            var bound = model.GetSymbolInfo(call, ct);
            if (bound.Symbol is not null)
                continue;
            if (++unknown > MostCalls)
            {
                Unfinished = true;
                break;
            }

            if (bound.CandidateSymbols.OfType<IMethodSymbol>().ToList() is { Count: > 0 } overloads)
                TypeArguments(call.ArgumentList, overloads);
            else if (members.OwnerOf(member) is { } owner && ReceiverOf(call) is { } receiver && ParameterGuess.IsUnknown(receiver, model))
                Add(IsVariable(receiver) ? consequences : sources, receiver, "global::" + owner, Insertion.Receiver);
        }

        return sources.Count > 0 ? sources.Values : consequences.Values;
    }

    private void TypeArguments(ArgumentListSyntax list, List<IMethodSymbol> overloads)
    {
        if (overloads[0].ContainingAssembly.Name is not ("StackExchange.Redis" or "Microsoft.Extensions.Caching.Abstractions"))
            return;
        if (ParameterGuess.Best(overloads, list, model) is not { } best)
            return;
        foreach (var argument in list.Arguments.Where(argument => ParameterGuess.IsUnknown(argument.Expression, model)))
        {
            if (ParameterGuess.Parameter(best, list, argument)?.Type is { } type && ParameterGuess.NameOf(type) is { } name)
                Add(consequences, argument.Expression, name, Insertion.Cast);
        }
    }

    /// <summary>A local of unknown type is known as soon as what it was made from is.</summary>
    private bool IsVariable(ExpressionSyntax receiver) => model.GetSymbolInfo(receiver, ct).Symbol is ILocalSymbol or IParameterSymbol;

    private void Add(Dictionary<(int, int), Insertion> insertions, ExpressionSyntax expression, string type, Func<int, int, string, Insertion> insertion)
    {
        var (start, end) = (text.ToUser(expression.SpanStart), text.ToUser(expression.Span.End));
        insertions.TryAdd((start, end), insertion(start, end, type));
    }

    private static string? MemberOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        _ => null,
    };

    private static ExpressionSyntax? ReceiverOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Expression,
        MemberBindingExpressionSyntax when call.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>() is { } conditional => conditional.Expression,
        _ => null,
    };
}
