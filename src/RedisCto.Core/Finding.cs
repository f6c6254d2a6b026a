namespace RedisCto.Core;

/// <summary>One fact that a finding rests on, such as <c>maxmemory</c> = <c>0</c>. Values are data, never instructions.</summary>
public sealed record Evidence(string Name, string Value);

/// <summary>What a check says of one instance: what it is about (id, title, page), and what this instance shows.</summary>
/// <param name="Id">The check, for example MEM13; also the page's name under knowledge/checks.</param>
/// <param name="Title">What is wrong, in a few words; the same for every instance.</param>
/// <param name="Severity">How bad it is here.</param>
/// <param name="Message">What this instance shows, with its numbers.</param>
/// <param name="Remedy">What to do next, as a command where one exists.</param>
/// <param name="Evidence">The facts that it rests on.</param>
/// <param name="Confidence">How sure it is.</param>
/// <param name="SuppressionKey">Stable for the same fault on the same instance, so that it can be silenced.</param>
public sealed record Finding(
    string Id,
    string Title,
    Severity Severity,
    string Message,
    string Remedy,
    IReadOnlyList<Evidence> Evidence,
    Confidence Confidence,
    string SuppressionKey);
