using RedisCto.Core;

namespace RedisCto.Inspection.Releases;

/// <summary>One release line (Redis 7.2, Valkey 8.1) and how long its maker mends it.</summary>
/// <param name="LatestPatch">The newest patch known at the table's date.</param>
/// <param name="SecurityFixesEnd">The last day with security fixes; null where the maker names none ("not verified").</param>
/// <param name="LeftOutSince">Since when the line got no fix while its siblings did; null where it keeps up.</param>
internal sealed record ReleaseLine(
    Product Product, ServerVersion Line, ServerVersion LatestPatch, DateOnly? SecurityFixesEnd, DateOnly? LeftOutSince, string Source);
