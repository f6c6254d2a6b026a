using System;

namespace RedisCto.Patterns.Library.RateLimiter;

/// <summary>Whether the caller may go on, and what to put into RateLimit-* and Retry-After headers.</summary>
/// <param name="Allowed">Whether the permits were given.</param>
/// <param name="Limit">Permits that can be taken at once.</param>
/// <param name="Remaining">Permits that could be taken now.</param>
/// <param name="RetryAfter">After this, the same request is allowed unless others took the permits; zero when allowed.</param>
/// <param name="ResetAfter">After this, the whole burst is there again.</param>
/// <param name="Answered">False when Redis did not answer in time.</param>
public readonly record struct RateDecision(bool Allowed, int Limit, long Remaining, TimeSpan RetryAfter, TimeSpan ResetAfter, bool Answered);
