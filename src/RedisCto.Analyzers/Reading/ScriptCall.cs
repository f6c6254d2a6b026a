using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisCto.Analyzers.Reading;

/// <summary>A call that gives Redis the text of a Lua script, itself or by a helper in the same file.</summary>
internal readonly struct ScriptCall
{
    private ScriptCall(IInvocationOperation call, IOperation script)
    {
        Call = call;
        Script = script;
    }

    /// <summary>What the reader of the method sees: ScriptEvaluate, LuaScript.Prepare, ScriptLoad, Execute("EVAL", …) or the helper.</summary>
    public IInvocationOperation Call { get; }

    /// <summary>The text as the caller gives it.</summary>
    public IOperation Script { get; }

    public static ScriptCall? Read(IInvocationOperation call, KnownRedisTypes types)
    {
        if (Text(call, types) is { } direct)
            return new ScriptCall(call, direct);
        if (!call.Arguments.Any(argument => IsText(argument.Parameter)) || call.BodyInSameFile() is not { } body)
            return null;
        foreach (var inner in body.Descendants().OfType<IInvocationOperation>())
        {
            if (Text(inner, types)?.Origin() is not IParameterReferenceOperation parameter)
                continue;
            var given = call.Arguments.FirstOrDefault(
                argument => SymbolEqualityComparer.Default.Equals(argument.Parameter?.OriginalDefinition, parameter.Parameter));
            if (given is not null)
                return new ScriptCall(call, given.Value);
        }
        return null;
    }

    private static IOperation? Text(IInvocationOperation call, KnownRedisTypes types)
    {
        var method = call.TargetMethod;
        switch (RedisCommand.NameOf(method))
        {
            case "ScriptEvaluate" or "ScriptEvaluateReadOnly" when types.IsDatabaseMember(method):
            case "ScriptLoad" when types.IsServerMember(method):
            case "Prepare" when types.IsLuaScript(method.ContainingType):
                return call.Arguments.FirstOrDefault(argument => IsText(argument.Parameter))?.Value;
            case "Execute" when RedisCommand.Read(call, types) is { } command && RawCommand.Read(command) is { } raw:
                return raw switch
                {
                    { Name: "EVAL" or "EVAL_RO", Arguments.Count: > 0 } => raw.Arguments[0],
                    { Name: "SCRIPT", Arguments.Count: > 1 } when raw.Says("LOAD") => raw.Arguments[1],
                    _ => null,
                };
            default:
                return null;
        }
    }

    private static bool IsText(IParameterSymbol? parameter) => parameter?.Type.SpecialType == SpecialType.System_String;
}
