using System;
using System.Collections.Generic;
using System.Linq;
using RedisCto.Core;

namespace RedisCto.Patterns;

/// <summary>One file that is handed out, made of one or more files of the library.</summary>
/// <param name="Sources">File names in the pattern's folder of the library.</param>
/// <param name="Path">The file's name in the user's project.</param>
/// <param name="ByDefault">It belongs to the smallest useful form.</param>
/// <param name="Option">The option without which the part makes no sense; null when there is none.</param>
internal sealed record PatternPart(string Name, string Path, IReadOnlyList<string> Sources, bool ByDefault = false, string? Option = null);

/// <summary>What is promised about a pattern, in the words that go to the user.</summary>
internal sealed record PatternPromise(string Guarantee, string NotGuaranteed, string WhenRedisIsDown, string AfterACrash, string ServerSettings);

/// <summary>A pattern of the library; it is found by reflection and lies in the pattern's folder.</summary>
internal abstract class PatternDefinition(string id, string title, string summary, string folder)
{
    public string Id { get; } = id;

    public string Folder { get; } = folder;

    public abstract IReadOnlyList<string> Options { get; }

    public abstract IReadOnlyList<PatternPart> Parts { get; }

    /// <summary>The servers that the pattern's tests passed on.</summary>
    public abstract VersionRange ProvedOn { get; }

    public PatternInfo Info => new(Id, title, summary, Options, [.. Parts.Select(part => part.Name)]);

    public abstract PatternPromise Promise(IReadOnlySet<string> options);

    public abstract IEnumerable<string> Assumptions(PatternRequest request, IReadOnlySet<string> options);

    public static IReadOnlyList<PatternDefinition> All { get; } =
    [
        .. typeof(PatternDefinition).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(PatternDefinition)) && !type.IsAbstract)
            .Select(type => (PatternDefinition)Activator.CreateInstance(type)!)
            .OrderBy(definition => definition.Id, StringComparer.Ordinal),
    ];
}
