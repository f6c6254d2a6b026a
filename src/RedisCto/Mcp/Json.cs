using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ModelContextProtocol;

namespace RedisCto.Mcp;

/// <summary>How requests and reports are written as JSON: the SDK's way, with readable C# (quotes and angle brackets as they are) and lower-case enums.</summary>
internal static class Json
{
    public static JsonSerializerOptions Options { get; } = Create(indented: false);

    /// <summary>The same for people and pipes.</summary>
    public static JsonSerializerOptions Indented { get; } = Create(indented: true);

    private static JsonSerializerOptions Create(bool indented)
    {
        var options = new JsonSerializerOptions(McpJsonUtilities.DefaultOptions)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            WriteIndented = indented,
        };
        // First, because the SDK's own enum converter would win over one at the end.
        options.Converters.Insert(0, new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower));
        options.MakeReadOnly();
        return options;
    }
}
