using System.Globalization;
using System.Text;
using System.Text.Json;

namespace RedisCto.Mcp;

/// <summary>What a call sent, in the tool's own names and types. <paramref name="Notes"/> tells the model what was changed.</summary>
internal sealed record ArgumentReading(IReadOnlyDictionary<string, JsonElement> Values, IReadOnlyList<string> Notes);

/// <summary>
/// Reads the arguments of a call by the tool's own schema, forgivingly where the meaning is plain (case, aliases, "7" for 7, a number
/// out of range) and with a remedy where it is not. The SDK advertises ranges and enums and enforces neither.
/// </summary>
internal sealed class ToolArguments(string tool, JsonElement schema, IReadOnlyDictionary<string, string> aliases)
{
    /// <summary>Characters of one argument; more is a file that should be named by its path.</summary>
    public const int MaxLength = 200 * 1024;

    private readonly Dictionary<string, JsonElement> properties = Properties(schema);
    private readonly HashSet<string> required = Required(schema);

    /// <exception cref="ToolInputException">The call cannot be understood; the message is the remedy.</exception>
    public ArgumentReading Read(IDictionary<string, JsonElement>? sent)
    {
        Dictionary<string, JsonElement> values = new(StringComparer.Ordinal);
        List<string> notes = [];
        // The tool's own names first, so that a value under an alias never replaces one under the name.
        foreach (var (given, value) in (sent ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal)).OrderBy(pair => !properties.ContainsKey(pair.Key)))
        {
            var name = Resolve(given);
            if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
                continue;
            if (!values.TryAdd(name, Convert(name, value, notes)))
                notes.Add($"'{Shown(given)}' was ignored because '{name}' was given too.");
        }

        foreach (var name in required.Where(name => !values.TryGetValue(name, out var value) || IsBlank(value)))
            throw new ToolInputException($"{tool} needs '{name}'. Received: {ReceivedNames(values)}. Fix: call {tool} with {Example(name)}.");
        return new(values, notes);
    }

    /// <summary>Argument names are compared without case, underscores and hyphens.</summary>
    public static string Normalize(string name) =>
        name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();

    private string Resolve(string given)
    {
        if (properties.ContainsKey(given))
            return given;
        var normalized = Normalize(given);
        if (properties.Keys.FirstOrDefault(name => string.Equals(Normalize(name), normalized, StringComparison.Ordinal)) is { } known)
            return known;
        return aliases.TryGetValue(normalized, out var meant)
            ? meant
            : throw new ToolInputException(
                $"{tool} has no argument '{Shown(given)}'. It takes: {string.Join(", ", properties.Keys)}. Fix: remove '{Shown(given)}' or use one of these names.");
    }

    private JsonElement Convert(string name, JsonElement value, List<string> notes)
    {
        var property = properties[name];
        return property.TryGetProperty("type", out var type) ? type.GetString() switch
        {
            "integer" => Number(name, property, value, notes),
            "boolean" => Flag(name, value),
            "array" => List(name, property, value),
            _ => Text(name, property, value),
        } : Text(name, property, value);
    }

    private JsonElement Text(string name, JsonElement property, JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            // "target": 7.2 means what "target": "7.2" means.
            JsonValueKind.Number => value.GetRawText(),
            _ => throw Wrong(name, "text", value),
        };
        if (text.Length > MaxLength)
            throw new ToolInputException(string.Create(CultureInfo.InvariantCulture,
                $"'{name}' has {text.Length} characters; {tool} reads at most {MaxLength}. Fix: send the part that uses Redis, or name the file with 'path'."));
        if (!property.TryGetProperty("enum", out var choices) || text.Length == 0)
            return JsonSerializer.SerializeToElement(text);
        return JsonSerializer.SerializeToElement(Choose(name, choices, text));
    }

    private string Choose(string name, JsonElement choices, string text)
    {
        var allowed = choices.EnumerateArray().Select(choice => choice.GetString()!).ToArray();
        var wanted = text.Trim().Replace('_', '-').Replace(' ', '-');
        if (allowed.FirstOrDefault(choice => string.Equals(choice, wanted, StringComparison.OrdinalIgnoreCase)) is { } exact)
            return exact;
        return allowed.Where(choice => wanted.Length >= 3 && choice.StartsWith(wanted, StringComparison.OrdinalIgnoreCase)).ToArray() is [var only]
            ? only
            : throw new ToolInputException(
                $"'{name}' of {tool} is one of: {string.Join(", ", allowed)}. Received: '{Shown(text)}'. Fix: call {tool} with \"{name}\": \"{allowed[0]}\".");
    }

    private JsonElement Number(string name, JsonElement property, JsonElement value, List<string> notes)
    {
        var isNumber = value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetDouble(out _),
            JsonValueKind.String => double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out _),
            _ => false,
        };
        if (!isNumber)
            throw Wrong(name, "a whole number", value);

        var given = value.ValueKind == JsonValueKind.Number
            ? value.GetDouble()
            : double.Parse(value.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture);
        var low = property.TryGetProperty("minimum", out var minimum) ? minimum.GetDouble() : int.MinValue;
        var high = property.TryGetProperty("maximum", out var maximum) ? maximum.GetDouble() : int.MaxValue;
        if (double.IsNaN(given))
            throw Wrong(name, "a whole number", value);
        var used = Math.Clamp(Math.Truncate(given), low, high);
        if (used != given)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{name} {given} is outside {low} to {high} or not whole; {used} was used."));
        return JsonSerializer.SerializeToElement((int)used);
    }

    private JsonElement Flag(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => value,
        JsonValueKind.String when bool.TryParse(value.GetString(), out var flag) => JsonSerializer.SerializeToElement(flag),
        _ => throw Wrong(name, "true or false", value),
    };

    private JsonElement List(string name, JsonElement property, JsonElement value)
    {
        var items = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            JsonValueKind.Array => [.. value.EnumerateArray()
                .Where(item => item.ValueKind != JsonValueKind.Null)
                .Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Wrong(name, "a list of texts", value))],
            _ => throw Wrong(name, "a list of texts", value),
        };
        if (items.Sum(item => (long)item.Length) > MaxLength)
            throw new ToolInputException($"'{name}' is longer than {tool} reads. Fix: send fewer items.");
        if (property.TryGetProperty("items", out var item) && item.TryGetProperty("enum", out var choices))
            items = [.. items.Select(text => Choose(name, choices, text))];
        return JsonSerializer.SerializeToElement(items);
    }

    private ToolInputException Wrong(string name, string expected, JsonElement value)
    {
        var kind = value.ValueKind switch
        {
            JsonValueKind.Array => "a list",
            JsonValueKind.Object => "an object",
            JsonValueKind.String => $"the text '{Shown(value.GetString()!)}'",
            _ => value.GetRawText(),
        };
        return new($"'{name}' of {tool} must be {expected}. Received: {Shown(kind)}. Fix: call {tool} with {Example(name)}.");
    }

    private string Example(string name)
    {
        var property = properties[name];
        if (property.TryGetProperty("enum", out var choices))
            return $"\"{name}\": \"{choices[0].GetString()}\"";
        return property.TryGetProperty("type", out var type) ? type.GetString() switch
        {
            "integer" => $"\"{name}\": 5",
            "boolean" => $"\"{name}\": true",
            "array" => $"\"{name}\": [\"...\"]",
            _ => $"\"{name}\": \"...\"",
        } : $"\"{name}\": \"...\"";
    }

    private static string ReceivedNames(Dictionary<string, JsonElement> values) =>
        values.Count == 0 ? "no arguments" : string.Join(", ", values.Keys);

    private static bool IsBlank(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && string.IsNullOrWhiteSpace(value.GetString());

    /// <summary>What a client sent is quoted short, on one line, and without what may be credentials.</summary>
    private static string Shown(string text)
    {
        if (text.Contains('@', StringComparison.Ordinal) || text.Contains("password", StringComparison.OrdinalIgnoreCase))
            return "(withheld)";
        StringBuilder shown = new();
        foreach (var rune in text.EnumerateRunes().Take(60))
            shown.Append(Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format ? " " : rune.ToString());
        return shown.Length < text.Length ? shown + "..." : shown.ToString();
    }

    private static Dictionary<string, JsonElement> Properties(JsonElement schema) =>
        schema.TryGetProperty("properties", out var all)
            ? all.EnumerateObject().ToDictionary(property => property.Name, property => property.Value, StringComparer.Ordinal)
            : [];

    private static HashSet<string> Required(JsonElement schema) =>
        schema.TryGetProperty("required", out var all)
            ? all.EnumerateArray().Select(name => name.GetString()!).ToHashSet(StringComparer.Ordinal)
            : [];
}
