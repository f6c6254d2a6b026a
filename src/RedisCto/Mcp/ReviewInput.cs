using RedisCto.Review;

namespace RedisCto.Mcp;

/// <summary>What a call asks to be reviewed: a path inside the project or a text, never both.</summary>
internal static class ReviewInput
{
    public static ReviewRequest Read(string path, string code, string root)
    {
        var (hasPath, hasCode) = (!string.IsNullOrWhiteSpace(path), !string.IsNullOrWhiteSpace(code));
        return (hasPath, hasCode) switch
        {
            (true, true) => throw new ToolInputException(
                "review_code takes `path` or `code`, not both. Received: both. Fix: keep `path` where the code is in a file."),
            (false, false) => throw new ToolInputException(
                "review_code needs something to read. Received: neither `path` nor `code`. Fix: call review_code with \"path\": \"src/MyCache.cs\", or with \"code\": \"db.KeyDelete(key);\"."),
            (true, false) => new() { Paths = [path.Trim()], Root = root },
            _ => new() { Code = code, Root = root },
        };
    }
}
