namespace RedisCto.Review.Fixes;

/// <summary>How much proving of fixes a report may wait for: some always, more while there is time.</summary>
/// <remarks>The first part counts characters, not seconds, so that the same small text gets the same diffs on a busy machine.</remarks>
internal sealed class FixBudget(TimeProvider time)
{
    private const long AlwaysCharacters = 400_000;
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(3);

    private readonly long start = time.GetTimestamp();
    private long spent;

    /// <summary>Takes the cost of proving one fix in a text of this length; false where the report should not wait for it.</summary>
    public bool Spend(int characters)
    {
        spent += characters;
        return spent <= AlwaysCharacters || time.GetElapsedTime(start) < patience;
    }
}
