using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Server;

namespace RedisCto.Mcp;

/// <summary>One tool as clients see it, with what the protocol has no word for: its aliases and its time limit.</summary>
internal sealed record ToolContract(McpServerTool Tool, ToolArguments Arguments, TimeLimitAttribute TimeLimit)
{
    public string Name => Tool.ProtocolTool.Name;

    /// <summary>Reads a tool from its method, and what clients see of it from the contract where that has it.</summary>
    /// <param name="choices">Closes a text argument to the values that exist in this build.</param>
    public static ToolContract Of(MethodInfo method, object target, Func<IReadOnlyDictionary<string, IReadOnlyList<string>>> choices)
    {
        var bound = new Lazy<McpServerTool>(() => Bind(method, target, choices()));
        var tool = method.GetCustomAttribute<McpServerToolAttribute>()?.Name is { } name && DeclaredTool.Declaration(name) is { } declaration
            ? new DeclaredTool(declaration, bound)
            : bound.Value;
        var aliases = method.GetParameters()
            .SelectMany(parameter => (parameter.GetCustomAttribute<AliasesAttribute>()?.Names ?? []).Select(alias => (alias, parameter.Name!)))
            .ToDictionary(pair => ToolArguments.Normalize(pair.alias), pair => pair.Item2, StringComparer.Ordinal);
        return new(
            tool,
            new ToolArguments(tool.ProtocolTool.Name, tool.ProtocolTool.InputSchema, aliases),
            method.GetCustomAttribute<TimeLimitAttribute>() ?? throw new InvalidOperationException($"{method.Name} states no [TimeLimit]."));
    }

    /// <summary>The tool as its method declares it.</summary>
    public static McpServerTool Bind(MethodInfo method, object target, IReadOnlyDictionary<string, IReadOnlyList<string>> choices)
    {
        var tool = McpServerTool.Create(method, target, new() { SerializerOptions = Json.Options });
        tool.ProtocolTool.InputSchema = Portable(tool.ProtocolTool.InputSchema, choices);
        return tool;
    }

    /// <summary>The schema without types of two names ("string or null"), which some clients cannot read.</summary>
    private static JsonElement Portable(JsonElement schema, IReadOnlyDictionary<string, IReadOnlyList<string>> choices)
    {
        var node = JsonNode.Parse(schema.GetRawText())!.AsObject();
        foreach (var (name, value) in node["properties"]?.AsObject() ?? [])
        {
            var property = value!.AsObject();
            DropNull(property);
            if (property["items"] is JsonObject items)
                DropNull(items);
            if (choices.TryGetValue(name, out var values) && values.Count > 0)
                property["enum"] = new JsonArray([.. values.Select(choice => (JsonNode)choice)]);
        }

        return JsonSerializer.SerializeToElement(node, Json.Options);
    }

    /// <summary>An optional list has null as its default; to a client it is a list that may be left out.</summary>
    private static void DropNull(JsonObject property)
    {
        if (property["type"] is not JsonArray types)
            return;
        property["type"] = types.First(type => !string.Equals(type!.GetValue<string>(), "null", StringComparison.Ordinal))!.DeepClone();
        property.Remove("default");
    }
}
