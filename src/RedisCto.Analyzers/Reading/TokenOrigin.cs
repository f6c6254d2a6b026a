using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisCto.Analyzers.Reading;

/// <summary>Tells where a lock token comes from, when it is known not to be new for each acquisition.</summary>
internal static class TokenOrigin
{
    private static readonly string[] UserWords = ["user", "users", "id", "name", "current", "email", "login", "account", "customer", "tenant"];

    /// <summary>What the token is ("a constant", "the name of the machine"), or null where it is unique or not known.</summary>
    public static string? Of(IOperation token, IOperation key) => Of(token, key, depth: 0);

    private static string? Of(IOperation? token, IOperation key, int depth)
    {
        if (token is null || depth > 6)
            return null;
        if (ConstantText.Of(token) is not null)
            return Constant;
        if (token.IsSameAs(key) || IsPartOf(token, key))
            return "the key";
        var source = token.Source()!;
        return source switch
        {
            { ConstantValue.HasValue: true } => Constant,
            IInterpolatedStringOperation interpolated =>
                Together(interpolated.Parts.OfType<IInterpolationOperation>().Select(hole => Of(hole.Expression, key, depth + 1))),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum =>
                Together([Of(sum.LeftOperand, key, depth + 1), Of(sum.RightOperand, key, depth + 1)]),
            IInvocationOperation call => OfCall(call, key, depth),
            IMemberReferenceOperation member => OfMember(member, key, depth),
            IParameterReferenceOperation or ILocalReferenceOperation => OfName(source.Symbol()!.Name),
            _ => null,
        };
    }

    private const string Constant = "a constant";
    private const string Time = "the time";

    private static string? OfCall(IInvocationOperation call, IOperation key, int depth) => call.TargetMethod switch
    {
        { Name: "GetHostName", ContainingType.Name: "Dns" } => "the name of the machine",
        { Name: "GetUtcNow" or "GetLocalNow" or "GetTimestamp" } => Time,
        { Name: "ToString" or "ToUnixTimeMilliseconds" or "ToUnixTimeSeconds" or "ToBinary" or "ToFileTimeUtc" } => Of(call.Instance, key, depth + 1),
        { Name: "GetBytes" } => Of(call.Arguments[0].Value, key, depth + 1),
        { Name: "Concat" or "Format" or "Join", ContainingType.SpecialType: SpecialType.System_String } =>
            call.Arguments.All(argument => argument.Value.Unwrap().Type?.SpecialType == SpecialType.System_String)
                ? Together(call.Arguments.Select(argument => Of(argument.Value, key, depth + 1)))
                : null,
        _ => null,
    };

    private static string? OfMember(IMemberReferenceOperation reference, IOperation key, int depth)
    {
        var member = reference.Member;
        return member.ContainingType?.Name switch
        {
            "Environment" => member.Name switch
            {
                "MachineName" or "UserDomainName" => "the name of the machine",
                "UserName" => "the name of the user",
                "ProcessId" => "the number of the process",
                "CurrentManagedThreadId" => "the number of the thread",
                "TickCount" or "TickCount64" => Time,
                _ => null,
            },
            "Thread" => member.Name is "ManagedThreadId" or "Name" ? "the number of the thread" : null,
            "Process" => member.Name == "Id" ? "the number of the process" : null,
            "DateTime" or "DateTimeOffset" => member.Name is "Now" or "UtcNow" or "Today" ? Time : Of(reference.Instance, key, depth + 1),
            "Guid" => member.Name == "Empty" ? Constant : null,
            _ => OfName(member.Name),
        };
    }

    private static string? OfName(string name)
    {
        var words = Words.Of(name).ToList();
        return words.Exists(word => word is "user" or "username" or "userid") && words.TrueForAll(word => word is "username" or "userid" || UserWords.Contains(word, StringComparer.Ordinal))
            ? TheUser
            : null;
    }

    /// <summary>What the token is when it names a user; a business lock may mean just that.</summary>
    public const string TheUser = "the user";

    /// <summary>The parts as one value: unknown when one of them is, and unique enough when a time is told from another one.</summary>
    private static string? Together(IEnumerable<string?> parts)
    {
        var all = parts.Where(part => part != Constant).ToList();
        if (all.Contains(null) || all.Count > 1 && all.Contains(Time))
            return null;
        return all.Count == 0 ? Constant : all[0];
    }

    private static bool IsPartOf(IOperation token, IOperation key) =>
        token.Unwrap() is IParameterReferenceOperation or ILocalReferenceOperation
        && key.Origin() is IInterpolatedStringOperation or IBinaryOperation
        && key.Origin()!.Descendants().Any(part => part.Unwrap().Kind == token.Unwrap().Kind && part.IsSameAs(token));
}
