using System.Collections.Generic;

namespace RedisCto.Patterns;

/// <summary>A pattern that can be handed out, with what it can do and the files it comes in.</summary>
public sealed record PatternInfo(string Id, string Title, string Summary, IReadOnlyList<string> Options, IReadOnlyList<string> Parts);

/// <summary>One complete file of C#, for the path that it should have in the project.</summary>
public sealed record GeneratedFile(string Path, string Content, string Part);

/// <summary>Code that was tested under faults, and in plain words what it promises and what it does not.</summary>
public sealed record GeneratedPattern
{
    public required PatternInfo Pattern { get; init; }

    public required IReadOnlyList<GeneratedFile> Files { get; init; }

    /// <summary>What was taken for granted because the request did not say.</summary>
    public required IReadOnlyList<string> Assumptions { get; init; }

    public required string Guarantee { get; init; }

    public required string NotGuaranteed { get; init; }

    /// <summary>What callers see while Redis does not answer, and within which time.</summary>
    public required string WhenRedisIsDown { get; init; }

    /// <summary>What a crash leaves behind at each step, and what mends it.</summary>
    public required string AfterACrash { get; init; }

    /// <summary>What the server must be set to.</summary>
    public required string ServerSettings { get; init; }

    /// <summary>The parts that were not handed out; ask for them by name.</summary>
    public required IReadOnlyList<string> MoreParts { get; init; }
}
