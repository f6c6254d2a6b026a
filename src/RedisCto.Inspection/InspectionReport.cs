using RedisCto.Core;

namespace RedisCto.Inspection;

/// <summary>What an inspection saw: the verdict first, then what is wrong, what could not be judged, and what the look cost the server.</summary>
public sealed record InspectionReport
{
    public required ServerIdentity Server { get; init; }

    /// <summary>One sentence: how the instance is, and what to do first.</summary>
    public required string Verdict { get; init; }

    /// <summary>What is wrong, worst first.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Checks that could not judge this instance, and why; never to be read as "healthy".</summary>
    public required IReadOnlyList<SkippedCheck> Skipped { get; init; }

    public required InspectionCost Cost { get; init; }

    /// <summary>What bounds the result: the sample that was taken, other endpoints that were not looked at.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

/// <summary>The server that answered.</summary>
/// <param name="Product">Which server it says it is.</param>
/// <param name="Version">Its version as it names it; empty where it keeps it to itself.</param>
/// <param name="Label"><c>host:port</c>, never with credentials.</param>
/// <param name="Role">primary, replica, sentinel, or unknown.</param>
public sealed record ServerIdentity(Product Product, string Version, string Label, string Role);

/// <summary>A check that could not judge this instance.</summary>
public sealed record SkippedCheck(string Id, string Title, string Reason);

/// <summary>What the inspection cost: commands sent to the server, and the time from connecting to the verdict.</summary>
public sealed record InspectionCost(int Commands, TimeSpan Elapsed);

/// <summary>A check of the catalogue. Severity is what it reports in the usual case.</summary>
public sealed record CheckInfo(string Id, string Name, string Title, Severity Severity);

/// <summary>Whether a configured connection answers. Detail names the server, or what is wrong and the remedy.</summary>
public sealed record ConnectionProbe(string Name, bool Answers, string Detail);
