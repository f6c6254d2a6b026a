namespace RedisCto.Patterns.Tests.Library.RateLimiter;

/// <summary>GCRA in exact decimals, as the book has it, to judge the script by.</summary>
internal sealed class GcraOracle(decimal eachMicros, int burst)
{
    private decimal full;

    /// <returns>What the script should reply: allowed, remaining, ms to wait, ms until full.</returns>
    public long[] Decide(decimal now, int permits, int patienceMs)
    {
        var from = Math.Max(full, now);
        var to = from + permits * eachMicros;
        var wait = Math.Max(0, to - burst * eachMicros - now);
        var allowed = wait <= patienceMs * 1000m;
        if (allowed && permits > 0)
            full = from = to;
        var remaining = Math.Max(0, Math.Floor(burst - (from - now) / eachMicros));
        return [allowed ? 1 : 0, (long)remaining, (long)Math.Ceiling(wait / 1000), (long)Math.Ceiling((from - now) / 1000)];
    }
}
