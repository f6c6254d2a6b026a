using System.Collections.Generic;
using RedisCto.Core;

namespace RedisCto.Patterns.Library.RateLimiter;

/// <summary>So many permits per period, across processes, by GCRA.</summary>
internal sealed class RateLimiterPattern() : PatternDefinition(
    "rate-limiter",
    "Rate limiter (GCRA)",
    "So many calls per period for each user, across processes: one key, one round trip, server time, exact Retry-After, and a stated answer while Redis is down.",
    "RateLimiter")
{
    private const string FailClosed = "fail-closed";
    private const string Shaper = "shaper";

    public override IReadOnlyList<string> Options { get; } = [FailClosed, Shaper];

    public override IReadOnlyList<PatternPart> Parts { get; } =
    [
        new("limiter", "RedisRateLimiter.cs", ["RedisRateLimiter.cs", "RateDecision.cs"], ByDefault: true),
        new("usage", "RateLimiterUsage.cs", ["RateLimiterUsage.cs"]),
        new("registration", "RateLimiterRegistration.cs", ["RateLimiterRegistration.cs"]),
        new("test", "RedisRateLimiterLiveTests.cs", ["RedisRateLimiterLiveTests.cs"]),
    ];

    public override VersionRange ProvedOn { get; } = VersionRange.Parse("redis >= 6.0, valkey >= 8.0, garnet >= 1.0");

    public override PatternPromise Promise(IReadOnlySet<string> options) => new(
        Guarantee: "In any stretch of time t at most burst + t * limit / period permits are given, under any number of processes and whatever their clocks say. A refusal takes nothing, and waiting out RetryAfter is enough when nobody else comes.",
        NotGuaranteed: "A period that begins rested may see burst + limit permits; choose a smaller burst for a smoother flow. \"Exactly n in any window\" needs a sliding log, a calendar minute an aligned window. A call whose reply is lost may have taken its permits: never too many calls, perhaps too few.",
        WhenRedisIsDown: options.Contains(FailClosed)
            ? "Within the budget (50 ms) the answer is no, with RetryAfter 1 s and Answered = false; the counter redis.rate_limiter.unanswered counts them. Set AllowUnanswered to let calls through instead."
            : "Within the budget (50 ms) the answer is yes, with Answered = false; the counter redis.rate_limiter.unanswered counts them. Ask for the option 'fail-closed' (or set AllowUnanswered = false) to refuse instead.",
        AfterACrash: "One key per id with a time to live, set in the same command as its value: it goes when the burst is full again. When the server loses its data, each id has its burst once more.",
        ServerSettings: "Server clocks kept by NTP (a jump back only delays). Eviction of a key gives its id a new burst. Lua scripts allowed; the user needs EVAL, EVALSHA, SCRIPT LOAD, TIME, GET, SET on the limiter's keys.");

    public override IEnumerable<string> Assumptions(PatternRequest request, IReadOnlySet<string> options)
    {
        yield return "burst = limit unless given; one RedisRateLimiter per limit, at most 100,000 permits a second.";
        if (!options.Contains(FailClosed))
            yield return "Calls go on while Redis is down (fail-open).";
    }
}
