using System.Collections.Frozen;
using System.Text;

namespace RedisCto.Review.Binding;

/// <summary>What a text takes for granted and does not show: usings, variables, methods and types that live elsewhere.</summary>
internal sealed class Surroundings
{
    public const string UnknownType = "UnknownValue";
    public const string FileName = "surroundings.g.cs";

    // What a web project's implicit usings are.
    private static readonly FrozenSet<string> implicitUsings = new[]
    {
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks",
    }.ToFrozenSet(StringComparer.Ordinal);

    private readonly SortedSet<string> usings = new(implicitUsings, StringComparer.Ordinal);
    private readonly Dictionary<string, string> variables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> methods = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> types = new(StringComparer.Ordinal);

    /// <summary>True where the last round of questions added something.</summary>
    public bool Changed { get; private set; }

    public void Use(string space) => Changed |= usings.Add(space);

    public void Variable(string name, string type) => Changed |= variables.TryAdd(name, type);

    /// <summary>A method whose result is unknown, or the type argument where the call names one.</summary>
    public void Method(string name, bool awaited, bool generic)
    {
        var value = generic ? "T" : UnknownType;
        var result = awaited ? $"global::System.Threading.Tasks.Task<{value}>" : value;
        var parameters = generic ? "<T>(params object[] arguments)" : "(params object[] arguments)";
        Changed |= methods.TryAdd(name, $"public static {result} @{name}{parameters} => default!;");
    }

    public void Type(string name, int arity, bool attribute)
    {
        var parameters = arity == 0 ? "" : $"<{string.Join(", ", Enumerable.Range(1, arity).Select(i => $"T{i}"))}>";
        var declaration = attribute ? $"internal class {name}Attribute : global::System.Attribute {{ public {name}Attribute(params object[] arguments) {{ }} }}"
            : name.Length > 1 && name[0] == 'I' && char.IsUpper(name[1]) ? $"internal interface {name}{parameters} {{ }}"
            : $"internal class {name}{parameters} : {UnknownType} {{ public {name}(params object[] arguments) {{ }} }}";
        Changed |= types.TryAdd($"{name}`{arity}", declaration);
    }

    public void Settled() => Changed = false;

    /// <summary>The file that is compiled along.</summary>
    public string Write()
    {
        var text = new StringBuilder();
        foreach (var space in usings)
            text.Append("global using global::").Append(space).Append(";\n");
        if (variables.Count + methods.Count > 0)
            text.Append("global using static global::SnippetSurroundings;\n");
        if (variables.Count + methods.Count > 0)
        {
            text.Append("internal static class SnippetSurroundings\n{\n");
            foreach (var (name, type) in variables)
                text.Append("    public static ").Append(type).Append(" @").Append(name).Append(" = default!;\n");
            foreach (var declaration in methods.Values)
                text.Append("    ").Append(declaration).Append('\n');
            text.Append("}\n");
        }

        foreach (var declaration in types.Values)
            text.Append(declaration).Append('\n');
        if (variables.ContainsValue(UnknownType) || methods.Count + types.Count > 0)
            text.Append(UnknownDeclaration);
        return text.ToString();
    }

    /// <summary>One line for the reader; empty where nothing was assumed that a reader could doubt.</summary>
    public string Describe(string wrapper)
    {
        const int most = 8;
        var parts = new List<string>();
        if (wrapper.Length > 0)
            parts.Add(wrapper);
        parts.AddRange(variables.Where(pair => pair.Value != UnknownType).Select(pair => $"{pair.Key} is {Short(pair.Value)}").Take(most));
        var elsewhere = methods.Keys.Select(name => name + "()").Concat(types.Keys.Select(name => name[..name.IndexOf('`', StringComparison.Ordinal)]))
            .Concat(variables.Where(pair => pair.Value == UnknownType).Select(pair => pair.Key)).Distinct(StringComparer.Ordinal).ToList();
        if (elsewhere.Count > 0)
            parts.Add($"{string.Join(", ", elsewhere.Take(most))}{(elsewhere.Count > most ? " and others" : "")} declared elsewhere");
        var added = usings.Where(space => !implicitUsings.Contains(space) && (space.Contains("Redis", StringComparison.Ordinal) || space.Contains("Caching", StringComparison.Ordinal)));
        parts.AddRange(added.Select(space => $"using {space}"));
        return parts.Count == 0 ? "" : string.Join("; ", parts) + ".";
    }

    private static string Short(string type) => type[(type.LastIndexOfAny(['.', ':']) + 1)..];

    /// <summary>A value of a type that was not shown: it can be whatever the call around it takes.</summary>
    private const string UnknownDeclaration = $$"""
        internal class {{UnknownType}}
        {
            public static implicit operator global::StackExchange.Redis.RedisKey({{UnknownType}} value) => default;
            public static implicit operator global::StackExchange.Redis.RedisValue({{UnknownType}} value) => default;
            public static implicit operator global::System.TimeSpan({{UnknownType}} value) => default;
            public static implicit operator string({{UnknownType}} value) => default!;
            public static implicit operator bool({{UnknownType}} value) => default;
            public static implicit operator int({{UnknownType}} value) => default;
            public static implicit operator long({{UnknownType}} value) => default;
            public static implicit operator double({{UnknownType}} value) => default;
        }

        """;
}
