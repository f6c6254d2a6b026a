using RedisCto.Inspection.Snapshots;
using RedisCto.Testing;

namespace RedisCto.Inspection.Tests;

/// <summary>Inspects servers of the test matrix as a user would: by an environment.</summary>
internal static class Live
{
    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static Task<InspectionReport> InspectAsync(
        RedisServer server, string credentials = "", InspectionDepth depth = InspectionDepth.Standard) =>
        InspectUrlAsync($"redis://{(credentials.Length > 0 ? credentials + "@" : "")}{server.Endpoint}", depth);

    public static Task<InspectionReport> InspectUrlAsync(string url, InspectionDepth depth = InspectionDepth.Standard) =>
        Inspector(("REDIS_URL", url)).InspectAsync(new InspectionRequest { Depth = depth }, Cancellation);

    /// <summary>What a check would be given, for faults that a test server must not have for real.</summary>
    public static async Task<ServerSnapshot> SnapshotAsync(RedisServer server, string credentials = "")
    {
        (string, string)[] environment = [("REDIS_URL", $"redis://{(credentials.Length > 0 ? credentials + "@" : "")}{server.Endpoint}")];
        var settings = Catalog(environment).Resolve(new InspectionRequest());
        return (await Inspector(environment).ReadAsync(settings, InspectionDepth.Quick, Cancellation)).Snapshot;
    }

    public static InstanceInspector Inspector(params (string Name, string Value)[] environment) => new(Catalog(environment), new AuthorsDay());

    public static ConnectionCatalog Catalog(params (string Name, string Value)[] environment) =>
        ConnectionCatalog.FromEnvironment(environment.ToDictionary(pair => pair.Name, string? (pair) => pair.Value, StringComparer.Ordinal));

    public static async Task<string> RefusalAsync(Task<InspectionReport> inspection) =>
        (await Assert.ThrowsAsync<InspectionException>(() => inspection)).Message;

    public static bool Reports(this InspectionReport report, string id) => report.Findings.Any(finding => finding.Id == id);

    public static bool Skips(this InspectionReport report, string id) => report.Skipped.Any(check => check.Id == id);

    /// <summary>Everything that a report says, for a search through it.</summary>
    public static string Print(this InspectionReport report) => System.Text.Json.JsonSerializer.Serialize(report);

    /// <summary>The day the support table was drawn up, so that verdicts about versions do not change under the tests.</summary>
    private sealed class AuthorsDay : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    }
}
