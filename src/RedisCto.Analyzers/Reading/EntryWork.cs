using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisCto.Analyzers.Reading;

/// <summary>Tells the work that is done with a stream entry from looking into it and telling people about it.</summary>
internal sealed class EntryWork
{
    private static readonly string[] Afterwards =
        ["StreamAcknowledge", "StreamAcknowledgeAndDelete", "StreamDelete", "StreamTrim", "StreamPending", "StreamPendingMessages"];

    private static readonly ImmutableHashSet<string> ReadingWords = ["parse", "deserialize", "map", "convert", "decode", "unpack", "extract", "to", "from"];

    private static readonly ImmutableHashSet<string> MeasuringWords = ["metric", "metrics", "counter", "telemetry", "stats", "statistics", "meter"];

    private readonly HashSet<ISymbol> carriers = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> contents = new(SymbolEqualityComparer.Default);
    private readonly KnownRedisTypes types;

    /// <param name="entry">The variable of the entry.</param>
    /// <param name="scope">The code that handles it.</param>
    /// <param name="types">The types of the client.</param>
    public EntryWork(ISymbol entry, IOperation scope, KnownRedisTypes types)
    {
        this.types = types;
        carriers.Add(entry);
        contents.Add(entry);
        foreach (var declarator in scope.Descendants().OfType<IVariableDeclaratorOperation>())
        {
            if (declarator.GetVariableInitializer() is not { } value)
                continue;
            if (Carries(value))
                carriers.Add(declarator.Symbol);
            if (CarriesContents(value))
                contents.Add(declarator.Symbol);
        }
    }

    /// <summary>Whether the code hands the entry, or what was read from it, to something that may do the work.</summary>
    public bool MayBeDoneIn(IOperation code) => Calls(code, Carries).Any(call => !call.IsLogging() && !IsReading(call));

    /// <summary>Whether the code certainly does the work: it hands the contents, and not the id alone, to a method of the project or to a handler.</summary>
    public bool IsDoneIn(IOperation code) => Calls(code, CarriesContents).Any(call => !call.IsLogging() && !IsReading(call) && !IsMeasuring(call)
        && (call.TargetMethod.MethodKind == MethodKind.DelegateInvoke || !IsOfTheFramework(call))
        && !(RedisCommand.Read(call, types) is { } command && Array.IndexOf(Afterwards, command.Name) >= 0));

    private static IEnumerable<IInvocationOperation> Calls(IOperation code, Func<IOperation, bool> carries) =>
        code.DescendantsAndSelf().OfType<IInvocationOperation>().Where(
            call => call.Arguments.Any(argument => carries(argument.Value)) || call.Instance is { } instance && carries(instance));

    private bool Carries(IOperation value) => References(value, carriers).Any();

    private bool CarriesContents(IOperation value) =>
        References(value, contents).Any(reference => reference.Parent is not IPropertyReferenceOperation { Property.Name: "Id" } id || !StreamEntries.IsEntry(id.Property.ContainingType));

    private static IEnumerable<IOperation> References(IOperation value, HashSet<ISymbol> symbols) => value.DescendantsAndSelf().Where(
        part => part is ILocalReferenceOperation or IParameterReferenceOperation && symbols.Contains(part.Symbol()!));

    /// <summary>Parsing and picking: a call that nobody has to wait for, of the framework, of the client's values, or by its name.</summary>
    private static bool IsReading(IInvocationOperation call) =>
        call.TargetMethod.MethodKind != MethodKind.DelegateInvoke
        && call.Type is { SpecialType: not SpecialType.System_Void, Name: not ("Task" or "ValueTask") }
        && (IsOfTheFramework(call) || call.TargetMethod.ContainingType.Name is "RedisValue" or "StreamEntry"
            || Words.Of(call.TargetMethod.Name).ContainsAny(ReadingWords));

    private static bool IsMeasuring(IInvocationOperation call) =>
        Words.Of(call.TargetMethod.Name).Concat(Words.Of(call.TargetMethod.ContainingType.Name)).ContainsAny(MeasuringWords);

    private static bool IsOfTheFramework(IInvocationOperation call)
    {
        var name = call.TargetMethod.ContainingNamespace;
        while (name is { ContainingNamespace.IsGlobalNamespace: false })
            name = name.ContainingNamespace;
        return name is { Name: "System" or "Newtonsoft" };
    }
}
