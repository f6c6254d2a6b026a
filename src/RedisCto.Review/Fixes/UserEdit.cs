using RedisCto.Review.Binding;
using RedisCto.Review.Patches;

namespace RedisCto.Review.Fixes;

/// <summary>Carries a rewritten text back into the user's own: without our insertions, with the fences and prose that we had blanked.</summary>
internal static class UserEdit
{
    /// <summary>The user's text with the change, or null where the change cannot be told from our insertions.</summary>
    public static string? Apply(BoundText text, string rewritten)
    {
        if (text.WithoutInsertions(rewritten) is not { } readable)
            return null;
        if (ReferenceEquals(text.User, text.Readable) || text.User == text.Readable)
            return readable;

        var (user, before, after) = (LineDiff.LinesOf(text.User), LineDiff.LinesOf(text.Readable), LineDiff.LinesOf(readable));
        var result = new List<string>();
        var line = 0;
        foreach (var edit in LineDiff.Edits(before, after))
        {
            result.AddRange(user[line..edit.OldStart]);
            result.AddRange(after[edit.NewStart..(edit.NewStart + edit.NewCount)]);
            line = edit.OldStart + edit.OldCount;
        }

        result.AddRange(user[line..]);
        return string.Concat(result);
    }
}
