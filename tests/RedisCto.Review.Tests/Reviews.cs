namespace RedisCto.Review.Tests;

/// <summary>One reviewer for the whole test run, as one process has it.</summary>
internal static class Reviews
{
    public static CodeReviewer Reviewer { get; } = new();

    public static Task<ReviewReport> CodeAsync(string code) =>
        Reviewer.ReviewAsync(new ReviewRequest { Code = code }, TestContext.Current.CancellationToken);
}
