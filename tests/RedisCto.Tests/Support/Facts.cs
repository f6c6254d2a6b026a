using System.Text.Json;

namespace RedisCto.Tests.Support;

/// <summary>Every fact of a structured answer must be in its text: some clients show the model the one, some the other.</summary>
internal static class Facts
{
    public static void AreAllIn(JsonElement structured, string text)
    {
        var plain = Squeeze(text);
        Assert.All(Leaves(structured), fact => Assert.Contains(Squeeze(fact), plain, StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<string> Leaves(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Leaves(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Leaves),
        JsonValueKind.String when element.GetString()!.Trim().Length > 0 => [element.GetString()!],
        // Zero is said in words ("No findings").
        JsonValueKind.Number when element.GetDouble() != 0 => [element.GetRawText()],
        _ => [],
    };

    private static string Squeeze(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
