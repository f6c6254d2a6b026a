using System;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using StackExchange.Redis;

namespace RedisCto.Patterns.Library.RateLimiter;

/// <summary>
/// A rate limit across processes (GCRA): permits flow back evenly at limit per period, and up to burst of them may be taken at once.
/// One key and one round trip per decision, by the server's clock.
/// </summary>
public sealed class RedisRateLimiter
{
    private const string KeyPrefix = "rate:";
    private static readonly string GcraScript = LuaFile.Read("RateLimiter/gcra.lua");
    private static readonly Meter Meter = new("Redis.RateLimiter");
    private static readonly Counter<long> Unanswered = Meter.CreateCounter<long>("redis.rate_limiter.unanswered", description: "Decisions made without Redis.");
    private readonly IConnectionMultiplexer redis;
    private readonly TimeProvider time;
    private readonly string eachMicros;
    private readonly int burst;

    /// <param name="redis">The connection that the application shares.</param>
    /// <param name="limit">Permits per period, at most 100,000 a second.</param>
    /// <param name="period">From one millisecond to a year.</param>
    /// <param name="burst">Permits that may be taken at once; as many as limit unless given.</param>
    /// <param name="time">The clock of the time budget; the system's unless given.</param>
    public RedisRateLimiter(IConnectionMultiplexer redis, int limit, TimeSpan period, int? burst = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(redis);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(period, TimeSpan.FromDays(366));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, period.TotalSeconds * 100_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(burst ?? limit, 1, nameof(burst));
        (this.redis, this.burst, this.time) = (redis, burst ?? limit, time ?? TimeProvider.System);
        // Quarters of a microsecond are exact in Lua's numbers; rounding up never admits too much.
        var each = Math.Ceiling(period.Ticks * 4 / (TimeSpan.TicksPerMicrosecond * (decimal)limit)) / 4;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(each * this.burst, TimeSpan.FromDays(366).Ticks / TimeSpan.TicksPerMicrosecond, nameof(burst));
        eachMicros = each.ToString("0.00", CultureInfo.InvariantCulture);
    }

    /// <summary>How long a caller waits for Redis before <see cref="AllowUnanswered"/> decides.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Whether a caller may go on when Redis does not answer within the budget.</summary>
    public bool AllowUnanswered { get; init; } = FailClosed ? false : true;

    [OptionSwitch("fail-closed")]
    private static bool FailClosed => false;

    /// <summary>Takes the permits, all or none; a refusal takes nothing. Zero permits only look.</summary>
    /// <param name="id">Whose limit: a user, a tenant, an address.</param>
    /// <param name="permits">At most the burst.</param>
    /// <param name="cancellationToken">Ends the wait; the permits may be taken all the same.</param>
    public async Task<RateDecision> TryAcquireAsync(string id, int permits = 1, CancellationToken cancellationToken = default) =>
        (await DecideAsync(id, permits, TimeSpan.Zero, cancellationToken)).Decision;

    /// <summary>Takes the permits ahead of time and waits until they are due; false, and nothing taken, where that is longer than maxDelay.</summary>
    /// <param name="id">Whose limit: a user, a tenant, an address.</param>
    /// <param name="permits">At most the burst.</param>
    /// <param name="maxDelay">The longest wait.</param>
    /// <param name="cancellationToken">Ends the wait; the permits stay taken.</param>
    [OnlyWith("shaper")]
    public async Task<bool> WaitAsync(string id, int permits, TimeSpan maxDelay, CancellationToken cancellationToken = default)
    {
        var (decision, delay) = await DecideAsync(id, permits, maxDelay, cancellationToken);
        if (decision.Allowed)
            await Task.Delay(delay, time, cancellationToken);
        return decision.Allowed;
    }

    private async Task<(RateDecision Decision, TimeSpan Delay)> DecideAsync(string id, int permits, TimeSpan maxDelay, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentOutOfRangeException.ThrowIfNegative(permits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(permits, burst);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDelay, TimeSpan.Zero);
        RedisKey[] keys = [KeyPrefix + id];
        RedisValue[] values = [eachMicros, burst, permits, (long)maxDelay.TotalMilliseconds];
        try
        {
            var reply = (long[])(await redis.GetDatabase().ScriptEvaluateAsync(GcraScript, keys, values, CommandFlags.DemandMaster)
                .WaitAsync(Budget, time, cancellationToken))!;
            var (allowed, delay, reset) = (reply[0] == 1, TimeSpan.FromMilliseconds(reply[2]), TimeSpan.FromMilliseconds(reply[3]));
            return (new RateDecision(allowed, burst, reply[1], allowed ? TimeSpan.Zero : delay, reset, Answered: true), delay);
        }
        catch (Exception e) when (IsUnavailable(e))
        {
            Unanswered.Add(1);
            return (new RateDecision(AllowUnanswered, burst, 0, AllowUnanswered ? TimeSpan.Zero : TimeSpan.FromSeconds(1), TimeSpan.Zero, Answered: false), TimeSpan.Zero);
        }
    }

    // A key of another type or a missing right would switch the limit off for good: that is thrown.
    private static bool IsUnavailable(Exception e) => e is TimeoutException
        || (e is RedisException && !e.Message.Contains("WRONGTYPE", StringComparison.Ordinal) && !e.Message.Contains("NOPERM", StringComparison.Ordinal));
}
