using System.Text.Json;

namespace RedisCto.Tests.Support;

/// <summary>Judges a value by the part of JSON Schema that our output schemas use; a keyword it does not know is a failure, not a pass.</summary>
internal static class SchemaCheck
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
        { "type", "properties", "required", "items", "enum", "description", "title", "default", "$schema" };

    public static IReadOnlyList<string> Violations(JsonElement schema, JsonElement value) => [.. Check(schema, value, "$")];

    private static IEnumerable<string> Check(JsonElement schema, JsonElement value, string path)
    {
        if (schema.ValueKind == JsonValueKind.True)
            yield break;
        foreach (var keyword in schema.EnumerateObject().Where(keyword => !Known.Contains(keyword.Name)))
            yield return $"{path}: the schema uses '{keyword.Name}', which this check does not know";
        if (schema.TryGetProperty("type", out var type) && !Names(type).Any(name => Fits(name, value)))
            yield return $"{path}: {value.ValueKind} is not {type.GetRawText()}";
        if (schema.TryGetProperty("enum", out var choices) && !choices.EnumerateArray().Any(choice => JsonElement.DeepEquals(choice, value)))
            yield return $"{path}: {value.GetRawText()} is not in {choices.GetRawText()}";
        foreach (var violation in Members(schema, value, path))
            yield return violation;
    }

    private static IEnumerable<string> Members(JsonElement schema, JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
            return value.EnumerateArray().SelectMany((item, index) => Check(items, item, $"{path}[{index}]"));
        if (value.ValueKind != JsonValueKind.Object)
            return [];

        var missing = schema.TryGetProperty("required", out var required)
            ? required.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{path}: '{name}' is missing")
            : [];
        var wrong = schema.TryGetProperty("properties", out var properties)
            ? properties.EnumerateObject().Where(property => value.TryGetProperty(property.Name, out _))
                .SelectMany(property => Check(property.Value, value.GetProperty(property.Name), $"{path}.{property.Name}"))
            : [];
        return missing.Concat(wrong);
    }

    private static IEnumerable<string> Names(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(name => name.GetString()!) : [type.GetString()!];

    private static bool Fits(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => false,
    };
}
