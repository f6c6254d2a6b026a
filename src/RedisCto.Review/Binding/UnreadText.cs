using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace RedisCto.Review.Binding;

/// <summary>Which lines of a text no rule could look at, because the parser had to skip them.</summary>
internal static class UnreadText
{
    private const int MostPerFile = 20;

    public static IEnumerable<UnreadPart> In(BoundFile file, CancellationToken ct)
    {
        if (file.Tree.Length == 0 && !string.IsNullOrWhiteSpace(file.Source.Text))
            return [new UnreadPart(file.Source.Name, 0, "The text is nested too deeply to be parsed safely. Send the part that uses Redis by itself.")];

        var errors = file.Tree.GetDiagnostics(ct).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        if (errors.Count == 0)
            return [];
        var lines = SourceText.From(file.Text.User).Lines;
        var skipped = file.Tree.GetRoot(ct).DescendantTrivia(descendIntoTrivia: false)
            .Where(trivia => trivia.IsKind(SyntaxKind.SkippedTokensTrivia) || trivia.IsKind(SyntaxKind.DisabledTextTrivia))
            .Select(trivia => trivia.Span)
            .Select(span => (First: LineOf(span.Start), Last: LineOf(Math.Max(span.Start, span.End - 1))))
            .Distinct().ToList();
        var parts = skipped.Take(MostPerFile).Select(span => new UnreadPart(file.Source.Name, span.First, span.First == span.Last
            ? string.Create(CultureInfo.InvariantCulture, $"Line {span.First} is no C# that can be parsed.")
            : string.Create(CultureInfo.InvariantCulture, $"Lines {span.First} to {span.Last} are no C# that can be parsed."))).ToList();
        if (parts.Count == 0)
        {
            var first = errors.MinBy(error => error.Location.SourceSpan.Start)!;
            var line = LineOf(first.Location.SourceSpan.Start);
            parts.Add(new UnreadPart(file.Source.Name, line, string.Create(CultureInfo.InvariantCulture,
                $"The text does not parse from line {line} on ({first.GetMessage(CultureInfo.InvariantCulture)}); rules saw what could be recovered.")));
        }

        return parts;

        int LineOf(int position) => lines.GetLineFromPosition(file.Text.ToUser(position)).LineNumber + 1;
    }
}
