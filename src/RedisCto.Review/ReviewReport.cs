namespace RedisCto.Review;

/// <summary>One fault in the reviewed code. Line and column are 1-based and those of the user's own text.</summary>
/// <param name="Id">The rule, for example RCTO1201.</param>
/// <param name="Name">The fault's name, for example KeysCommand.</param>
/// <param name="Severity">How certain the harm is.</param>
/// <param name="File">The path below the review's root, with forward slashes, or the name of the pasted text.</param>
/// <param name="Line">1-based line of the user's own text.</param>
/// <param name="Column">1-based column of the user's own text.</param>
/// <param name="Message">What is wrong here, and the next step.</param>
/// <param name="Why">Why it hurts in production.</param>
/// <param name="Remedy">What to write instead.</param>
/// <param name="Page">The knowledge page, for example rules/RCTO1201.</param>
/// <param name="Fix">A unified diff that compiled and was silent when reviewed again; empty where no such fix exists.</param>
public sealed record CodeFinding(
    string Id,
    string Name,
    RuleSeverity Severity,
    string File,
    int Line,
    int Column,
    string Message,
    string Why,
    string Remedy,
    string Page,
    string Fix = "");

/// <summary>A part of the input that was not judged, and why; so that silence about it is not taken for praise.</summary>
/// <param name="File">The file, named as in findings.</param>
/// <param name="Line">1-based line where the unread part begins; 0 is the whole file.</param>
/// <param name="Reason">What stood in the way.</param>
public sealed record UnreadPart(string File, int Line, string Reason);

/// <summary>What a review found.</summary>
public sealed record ReviewReport
{
    /// <summary>Worst first, then by file and line.</summary>
    public IReadOnlyList<CodeFinding> Findings { get; init; } = [];

    /// <summary>What had to be supplied to understand the text, one sentence each.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    /// <summary>What was not judged.</summary>
    public IReadOnlyList<UnreadPart> NotRead { get; init; } = [];

    /// <summary>The files that mention Redis and were therefore judged.</summary>
    public int FilesReviewed { get; init; }

    /// <summary>One unified diff of all safe fixes, when they were asked for and there are any.</summary>
    public string Patch { get; init; } = "";

    /// <summary>Findings below the asked severity, which are not listed.</summary>
    public int HiddenBySeverity { get; init; }
}
