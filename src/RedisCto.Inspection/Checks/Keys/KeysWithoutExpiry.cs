using RedisCto.Core;
using RedisCto.Inspection.Snapshots;

namespace RedisCto.Inspection.Checks.Keys;

/// <summary>Reports kinds of keys that never expire although their name, or their siblings, say that they should.</summary>
internal sealed class KeysWithoutExpiry() : InspectionCheck(new(
    Id: "KEY02",
    Title: "keys never expire",
    Severity.Medium,
    InspectionFocus.Keys,
    Needs: SnapshotSections.KeySample,
    Remedy: "Write with an expiry (SET key value EX seconds; StackExchange.Redis: the expiry argument of StringSetAsync), and give the existing keys one " +
            "in passing: SCAN with MATCH prefix*, then EXPIRE key seconds NX (Redis 7.0; before that, only where TTL is -1)."))
{
    private const string MeantToGo = "Its name says that such keys are meant to go away.";
    private const string ForgottenOnce = "Siblings do expire, so one way of writing them forgets the expiry.";
    private const int MostPrefixes = 5;
    private const double Half = 0.5;
    private const double Mixed = 0.1;
    private const double Nearly = 0.9;

    // Words for things that are meant to go away.
    private static readonly HashSet<string> ShortLived = new(StringComparer.Ordinal)
    {
        "session", "sessions", "sess", "cache", "cached", "temp", "tmp", "lock", "locks", "mutex", "lease", "token", "tokens", "otp", "jwt", "reset",
        "nonce", "csrf", "verify", "code", "rate", "ratelimit", "limit", "throttle", "idempotency", "idem", "dedup", "seen", "presence", "online", "heartbeat",
    };

    public override IEnumerable<Finding> Evaluate(ServerSnapshot snapshot)
    {
        var judged = snapshot.Keys.Prefixes.Where(prefix => prefix.Keys >= KeySampler.SmallestGroup).ToList();
        var named = new List<Finding>();
        var others = new List<PrefixSample>();
        foreach (var prefix in judged)
        {
            var range = WilsonInterval.Of(prefix.WithoutExpiry, prefix.Keys);
            var shortLived = KeyPrefix.Words(prefix.Prefix).Any(ShortLived.Contains);
            if (shortLived && range.Low >= Half)
                named.Add(Describe(snapshot, prefix, range, MeantToGo));
            else if (range.Low >= Mixed && range.High <= Nearly)
                named.Add(Describe(snapshot, prefix, range, ForgottenOnce) with { Confidence = Confidence.Medium });
            else if (range.Low >= Nearly)
                others.Add(prefix);
        }

        // With allkeys-* the server clears such keys away by itself.
        if (others.Count > 0 && !snapshot.Memory.EvictionPolicy.StartsWith("allkeys-", StringComparison.Ordinal))
            named.Add(DescribeRest(snapshot, others));
        return named.OrderByDescending(finding => finding.Severity).Take(MostPrefixes);
    }

    private Finding Describe(ServerSnapshot snapshot, PrefixSample prefix, WilsonInterval range, string why)
    {
        var name = Show(prefix);
        var size = prefix.BytesPerKey is { } bytes ? $" They take about {Quantity.Bytes(bytes)} each." : "";
        return Report(
            $"{prefix.WithoutExpiry:N0} of {prefix.Keys:N0} sampled keys {name} never expire " +
            $"(95 % range {range.Low:P1} to {range.High:P1}){Extent(snapshot, prefix)}. {why}{size}",
            ("prefix", name), ("sampled", prefix.Keys), ("without expiry", prefix.WithoutExpiry), ("share low", Math.Round(range.Low, 3)),
            ("share high", Math.Round(range.High, 3)), ("database", snapshot.Keys.Database)) with
        {
            SuppressionKey = $"{Descriptor.Id}:{name}",
        };
    }

    private Finding DescribeRest(ServerSnapshot snapshot, List<PrefixSample> prefixes)
    {
        var names = string.Join(", ", prefixes.Take(MostPrefixes).Select(Show));
        return Report(
            $"{prefixes.Sum(prefix => prefix.WithoutExpiry):N0} of {prefixes.Sum(prefix => prefix.Keys):N0} sampled keys {names} never expire. " +
            "That is right for data that must stay; where it is a cache, nothing clears them away.",
            ("prefixes", names), ("sampled", prefixes.Sum(prefix => prefix.Keys)), ("maxmemory_policy", snapshot.Memory.EvictionPolicy)) with
        {
            Severity = Severity.Low,
            Confidence = Confidence.Low,
            SuppressionKey = $"{Descriptor.Id}:others",
        };
    }

    private static string Extent(ServerSnapshot snapshot, PrefixSample prefix)
    {
        var inDatabase = snapshot.Keyspace.FirstOrDefault(database => database.Number == snapshot.Keys.Database)?.Keys ?? 0;
        return snapshot.Keys.Complete || inDatabase == 0 || snapshot.Keys.Keys == 0
            ? ""
            : $", about {Quantity.Rounded((double)prefix.WithoutExpiry / snapshot.Keys.Keys * inDatabase):N0} keys of the database";
    }

    private static string Show(PrefixSample prefix) => prefix.Prefix.Length == 0 ? "(without a prefix)" : $"{UntrustedText.Show(prefix.Prefix, 48)}*";
}
