namespace RedisCto.Testing;

/// <summary>Waits for what a server does in its own time, with a limit and a name for what did not happen.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits up to 15 seconds.</summary>
    /// <exception cref="TimeoutException">It did not happen; the message names it.</exception>
    public static Task TrueAsync(string what, Func<Task<bool>> condition, CancellationToken cancellation = default) =>
        TrueAsync(what, condition, TimeSpan.FromSeconds(15), cancellation);

    /// <exception cref="TimeoutException">It did not happen within the limit; the message names it.</exception>
    public static async Task TrueAsync(
        string what, Func<Task<bool>> condition, TimeSpan limit, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > limit)
                throw new TimeoutException($"did not happen within {limit.TotalSeconds:0.#} s: {what}");
            await Task.Delay(Pause, cancellation);
        }
    }
}
