using System.Globalization;
using RedisCto.Core;
using RedisCto.Inspection.Snapshots;

namespace RedisCto.Inspection;

/// <summary>What a check is about, the same for every instance.</summary>
/// <param name="Id">As its page is named in knowledge/checks.</param>
/// <param name="Title">The fault, in a few words.</param>
/// <param name="Severity">How bad it is in the usual case.</param>
/// <param name="Focus">The part of an instance that it belongs to.</param>
/// <param name="Needs">What it cannot judge without.</param>
/// <param name="Remedy">What to do, for self-managed and managed servers.</param>
internal sealed record CheckDescriptor(
    string Id, string Title, Severity Severity, InspectionFocus Focus, SnapshotSections Needs, string Remedy);

/// <summary>One fault that a snapshot may show. A check is pure: it opens no socket and reads no clock.</summary>
internal abstract class InspectionCheck(CheckDescriptor descriptor)
{
    public CheckDescriptor Descriptor => descriptor;

    public string Name => GetType().Name;

    /// <summary>Why this snapshot cannot be judged, or null where it can.</summary>
    public string? ReasonToSkip(ServerSnapshot snapshot)
    {
        foreach (var (section, reason) in snapshot.Absent.OrderBy(entry => entry.Key))
        {
            if (descriptor.Needs.HasFlag(section))
                return reason;
        }

        return CannotJudge(snapshot);
    }

    /// <summary>The findings, each with a suppression key that names this instance.</summary>
    public IReadOnlyList<Finding> Run(ServerSnapshot snapshot) =>
        [.. Evaluate(snapshot).Select(finding => finding with { SuppressionKey = $"{finding.SuppressionKey}@{snapshot.Label}" })];

    public abstract IEnumerable<Finding> Evaluate(ServerSnapshot snapshot);

    /// <summary>A reason beyond missing sections, for example a release line that no table knows.</summary>
    protected virtual string? CannotJudge(ServerSnapshot snapshot) => null;

    protected Finding Report(string message, params (string Name, object? Value)[] evidence) => new(
        descriptor.Id,
        descriptor.Title,
        descriptor.Severity,
        message,
        descriptor.Remedy,
        [.. evidence.Select(fact => new Evidence(fact.Name, Convert.ToString(fact.Value, CultureInfo.InvariantCulture) ?? ""))],
        Confidence.High,
        descriptor.Id);
}
