using System.Diagnostics;

namespace RedisCto.Inspection.Tests;

/// <summary>Expects that a server cannot be inspected, and that this is said in time, with the remedy and without the password.</summary>
internal static class Refusals
{
    public const string Canary = "canary-pa55";

    public static async Task ExpectAsync(string url, string expected)
    {
        var watch = Stopwatch.StartNew();
        var failure = await Assert.ThrowsAsync<InspectionException>(() => Live.InspectUrlAsync(url));
        var probe = await Live.Inspector(("REDIS_URL", url)).ProbeAsync("default", Live.Cancellation);

        Assert.Contains(expected.Replace(" 3 s", "", StringComparison.Ordinal), probe.Detail, StringComparison.Ordinal);
        Assert.False(probe.Answers);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, failure.ToString(), StringComparison.Ordinal);

        // Five seconds for the inspection, three for the probe.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(8));
    }
}
