using System.Text.Json;
using RedisCto.Mcp;

namespace RedisCto.Reports;

/// <summary>How long an answer may be. Clients cut at 20 KB and above in ways of their own, and one of them shows text and JSON together.</summary>
internal static class Budget
{
    /// <summary>Characters of a text, and of the JSON beside it: together they stay under <see cref="Hard"/>.</summary>
    public const int Default = 8_000;

    /// <summary>No answer is longer: generated code and whole pages use it.</summary>
    public const int Hard = 16_000;

    /// <summary>The most items, from <paramref name="available"/>, with which an answer still fits; at least one.</summary>
    public static int Fit(int available, Func<int, bool> fits)
    {
        if (available == 0 || fits(available))
            return available;
        int low = 1, high = available - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (fits(middle))
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }

    public static bool Allows<T>(T answer, string text) =>
        text.Length <= Default && JsonSerializer.Serialize(answer, Json.Options).Length <= Default;

    /// <summary>Cuts a text at a line's end, so that it is at most <paramref name="length"/> characters.</summary>
    public static string Cut(string text, int length, string remark)
    {
        if (text.Length <= length)
            return text;
        var end = text.LastIndexOf('\n', length - remark.Length - 1);
        return string.Concat(text.AsSpan(0, end > 0 ? end : length - remark.Length - 1), "\n", remark);
    }
}
