using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace RedisCto.Mcp;

/// <summary>How a tool answers. Some clients show the model the text alone, others the structured content alone: each must be complete.</summary>
internal static class ToolAnswer
{
    /// <summary>The member that every structured answer has for remarks about the call.</summary>
    private const string NotesMember = "notes";

    public static CallToolResult Text(string text) => new() { Content = [new TextContentBlock { Text = text }] };

    public static CallToolResult Structured<T>(T report, string text) => new()
    {
        Content = [new TextContentBlock { Text = text }],
        StructuredContent = JsonSerializer.SerializeToElement(report, Json.Options),
    };

    /// <summary>Adds what was changed about the call where the model will read it.</summary>
    public static CallToolResult WithNotes(CallToolResult result, IReadOnlyList<string> notes)
    {
        if (notes.Count == 0)
            return result;

        if (result.Content is [TextContentBlock first, ..])
            first.Text = $"Note: {string.Join(" ", notes)}\n\n{first.Text}";
        if (result.StructuredContent is { ValueKind: JsonValueKind.Object } structured)
        {
            var node = JsonObject.Create(structured)!;
            if (node[NotesMember] is JsonArray list)
            {
                foreach (var note in notes)
                    list.Add((JsonNode)note);
                result.StructuredContent = JsonSerializer.SerializeToElement(node, Json.Options);
            }
        }

        return result;
    }
}
