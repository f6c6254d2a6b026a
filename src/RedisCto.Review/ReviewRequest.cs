using RedisCto.Core;

namespace RedisCto.Review;

/// <summary>How certain a rule is of the harm: Error cannot work, Warning will hurt, Info depends on what the reader knows.</summary>
public enum RuleSeverity
{
    Info,
    Warning,
    Error,
}

/// <summary>C# to review: either pasted text (<see cref="Code"/>) or files and folders (<see cref="Paths"/>).</summary>
public sealed record ReviewRequest
{
    /// <summary>A file, a class, a method or a few statements, also within a Markdown fence; at most 200 KB.</summary>
    public string? Code { get; init; }

    /// <summary>What findings and patches call the pasted text.</summary>
    public string FileName { get; init; } = "snippet.cs";

    /// <summary>Files and folders, absolute or relative to <see cref="Root"/>; folders are read whole, without bin, obj and generated code.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>The folder that no path may leave, not even by a symbolic link. Empty is the current folder.</summary>
    public string Root { get; init; } = "";

    /// <summary>The server that the code will meet; without it no rule is withheld for the server's age.</summary>
    public ServerTarget? Target { get; init; }

    /// <summary>Findings below it are counted and not listed.</summary>
    public RuleSeverity MinSeverity { get; init; } = RuleSeverity.Info;

    /// <summary>Also give one patch with every safe fix in it.</summary>
    public bool ApplyFixes { get; init; }
}
