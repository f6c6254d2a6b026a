using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RedisCto.Review.Engine;
using RedisCto.Review.Sources;

namespace RedisCto.Review.Binding;

/// <summary>
/// Binds whole files and pasted pieces alike: it supplies usings, a class, and the declarations that the text takes for granted, so
/// that rules see symbols wherever a reader would.
/// </summary>
internal static class SnippetBinder
{
    // A round can uncover the next unknown: a receiver, then its arguments, then what they are made of.
    private const int MostRounds = 4;

    private static readonly CSharpCompilationOptions options = new(
        OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, concurrentBuild: true, generalDiagnosticOption: ReportDiagnostic.Default);

    public static BoundSources Bind(IReadOnlyList<SourceFile> sources, CancellationToken ct)
    {
        var files = sources.Select(source =>
        {
            ct.ThrowIfCancellationRequested();
            var (text, tree) = Shape.Read(source, ct);
            return new BoundFile(source, text, tree);
        }).ToArray();

        var surroundings = new Surroundings();
        var unfinished = new HashSet<string>(StringComparer.Ordinal);
        if (files is [{ Source.Pasted: true } only] && only.Tree.GetCompilationUnitRoot(ct).Usings.Count == 0)
            surroundings.Use("StackExchange.Redis");

        var (compilation, around) = Compile(files, surroundings, ct);
        for (var round = 0; round < MostRounds; round++)
        {
            surroundings.Settled();
            var changed = false;
            for (var i = 0; i < files.Length; i++)
            {
                if (!files[i].Source.MentionsRedis)
                    continue;
                var model = compilation.GetSemanticModel(files[i].Tree);
                var errors = model.GetDiagnostics(cancellationToken: ct).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
                if (errors.Count == 0)
                    continue;
                new MissingNames(surroundings, model, ct).Infer(errors);
                // Names first: what they turn out to be decides about the values.
                if (surroundings.Changed)
                    continue;
                var values = new MissingValues(model, files[i].Text, ct);
                if (values.Find() is { Count: > 0 } insertions)
                {
                    if (values.Unfinished)
                        unfinished.Add(files[i].Source.Name);
                    var text = files[i].Text.With(insertions);
                    files[i] = files[i] with { Text = text, Tree = Shape.Parse(text.Text, files[i].Source.Name, ct) };
                    changed = true;
                }
            }

            if (!changed && !surroundings.Changed)
                break;
            (compilation, around) = Compile(files, surroundings, ct);
        }

        return new BoundSources(compilation, files, around, Assumptions(files, surroundings),
        [
            .. files.SelectMany(file => UnreadText.In(file, ct)),
            .. unfinished.Select(name => new UnreadPart(name, 0, "The text calls so much that is declared elsewhere that not every call could be followed.")),
        ]);
    }

    private static (CSharpCompilation Compilation, SyntaxTree Surroundings) Compile(BoundFile[] files, Surroundings surroundings, CancellationToken ct)
    {
        var around = Shape.Parse(surroundings.Write(), Surroundings.FileName, ct);
        var statements = Array.Exists(files, file => file.Tree.GetCompilationUnitRoot(ct).Members.Any(SyntaxKind.GlobalStatement));
        var kind = statements ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary;
        return (CSharpCompilation.Create("Review", files.Select(file => file.Tree).Append(around), ReferenceAssemblies.Newest, options.WithOutputKind(kind)), around);
    }

    private static string[] Assumptions(BoundFile[] files, Surroundings surroundings)
    {
        var wrapper = Array.Exists(files, file => file.Text.Insertions.Any(insertion => insertion.Open.Contains("internal class", StringComparison.Ordinal)))
            ? "a class around the members"
            : "";
        return surroundings.Describe(wrapper) is { Length: > 0 } line ? [line] : [];
    }
}
