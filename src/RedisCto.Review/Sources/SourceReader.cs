using System.Globalization;

namespace RedisCto.Review.Sources;

/// <summary>Turns a request into texts: bounded in size, confined to the root, without generated code.</summary>
internal static class SourceReader
{
    public const int MaxBytes = 200 * 1024;

    public static IReadOnlyList<SourceFile> Read(ReviewRequest request, CancellationToken ct)
    {
        if (request.Code is not null && request.Paths.Count > 0)
            throw new ReviewInputException("Both code and a path were given. Send one of them.");
        if (request.Code is { } code)
            return [Pasted(request.FileName, code)];
        if (request.Paths.Count == 0)
            throw new ReviewInputException("Nothing to review was given. Send the C# text as code, or a file or folder as path.");
        ct.ThrowIfCancellationRequested();
        throw new ReviewInputException("paths");
    }

    private static SourceFile Pasted(string name, string code)
    {
        if (string.IsNullOrWhiteSpace(code))
            throw new ReviewInputException("The code is empty. Send the C# text to review, or a file or folder as path.");
        if (System.Text.Encoding.UTF8.GetByteCount(code) is var size && size > MaxBytes)
        {
            throw new ReviewInputException(string.Create(CultureInfo.InvariantCulture,
                $"The code is {size / 1024} KB; at most {MaxBytes / 1024} KB are read at once. Send the parts that use Redis, or the file or folder as path."));
        }

        return new SourceFile(name, code, Pasted: true);
    }
}
