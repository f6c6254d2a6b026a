using RedisCto.Review.Engine;
using RedisCto.Review.Sources;

namespace RedisCto.Review;

/// <summary>Reviews C# that talks to Redis: binds it, whole or in pieces, runs every rule, and proves each fix that it offers.</summary>
/// <remarks>Thread-safe. Nothing of the compiler is loaded before the first review, warm-up or look at <see cref="Rules"/>.</remarks>
public sealed class CodeReviewer
{
    private readonly Lazy<ReviewEngine> engine = new(() => new ReviewEngine(), LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>Every rule, by id.</summary>
    public IReadOnlyList<RuleInfo> Rules => engine.Value.Rules;

    /// <exception cref="ReviewInputException">There is nothing to review, it is too large, or it lies outside the root.</exception>
    public async Task<ReviewReport> ReviewAsync(ReviewRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        // On a pool thread, whose stack is what the compiler's own guards against deep nesting are measured for.
        return await Task.Run(() => ReadAndReviewAsync(request, ct), ct);
    }

    /// <summary>Loads the compiler, the references and the rules, so that the first review answers like the hundredth.</summary>
    public Task WarmUpAsync(CancellationToken ct) => ReviewAsync(new ReviewRequest { Code = WarmUpText.Code }, ct);

    private Task<ReviewReport> ReadAndReviewAsync(ReviewRequest request, CancellationToken ct)
    {
        var (files, notRead) = SourceReader.Read(request, ct);
        return engine.Value.ReviewAsync(request, files, notRead, ct);
    }
}
