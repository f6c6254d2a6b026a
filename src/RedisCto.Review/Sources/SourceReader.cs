using System.Globalization;
using System.Text;

namespace RedisCto.Review.Sources;

/// <summary>Turns a request into texts: bounded in size, confined to the root, without generated code.</summary>
internal static class SourceReader
{
    public const int MaxBytes = 200 * 1024;

    // A tree beyond this is a mistake in the path (a home folder, a drive), not a code base.
    private const int MostFiles = 20_000;

    private static readonly string[] skippedFolders = ["bin", "obj", "node_modules", "artifacts", "packages"];
    private static readonly string[] generatedEndings = [".g.cs", ".g.i.cs", ".designer.cs", ".generated.cs", ".AssemblyInfo.cs"];

    /// <summary>The texts, and what was left out though it was asked for.</summary>
    public static (IReadOnlyList<SourceFile> Files, IReadOnlyList<UnreadPart> NotRead) Read(ReviewRequest request, CancellationToken ct)
    {
        if (request.Code is not null && request.Paths.Count > 0)
            throw new ReviewInputException("Both code and a path were given. Send one of them.");
        if (request.Code is { } code)
            return ([Pasted(request.FileName, code)], []);
        if (request.Paths.Count == 0)
            throw new ReviewInputException("Nothing to review was given. Send the C# text as code, or a file or folder as path.");

        var root = new ReviewRoot(request.Root);
        var notRead = new List<UnreadPart>();
        var files = new List<SourceFile>();
        var asked = request.Paths.Select(root.Resolve).ToHashSet(StringComparer.Ordinal);
        foreach (var path in asked.SelectMany(Expand).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            ct.ThrowIfCancellationRequested();
            if (files.Count == MostFiles)
                throw new ReviewInputException(string.Create(CultureInfo.InvariantCulture, $"More than {MostFiles} C# files were found. Name the project's own folder as path."));
            if (ReadFile(root, path, asked.Contains(path), notRead) is { } file)
                files.Add(file);
        }

        if (files.Count == 0 && notRead.Count == 0)
            throw new ReviewInputException($"No C# file to review was found in {string.Join(", ", request.Paths)}; generated code is left out. Name a .cs file or a folder that holds some.");
        return (files, notRead);
    }

    private static SourceFile Pasted(string name, string code)
    {
        if (string.IsNullOrWhiteSpace(code))
            throw new ReviewInputException("The code is empty. Send the C# text to review, or a file or folder as path.");
        if (Encoding.UTF8.GetByteCount(code) is var size && size > MaxBytes)
        {
            throw new ReviewInputException(string.Create(CultureInfo.InvariantCulture,
                $"The code is {size / 1024} KB; at most {MaxBytes / 1024} KB are read at once. Send the parts that use Redis, or the file or folder as path."));
        }

        return new SourceFile(string.IsNullOrWhiteSpace(name) ? "snippet.cs" : name, code, Pasted: true);
    }

    private static IEnumerable<string> Expand(string path)
    {
        if (!Directory.Exists(path))
            return [path];

        // Links are not followed: what they point to is either in the tree anyway or outside the root.
        var options = new EnumerationOptions { RecurseSubdirectories = false, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };
        return Walk(path);

        IEnumerable<string> Walk(string folder) => Directory.EnumerateFiles(folder, "*.cs", options).Where(file => !IsGeneratedName(file))
            .Concat(Directory.EnumerateDirectories(folder, "*", options).Where(child => !IsSkipped(Path.GetFileName(child))).SelectMany(Walk));
    }

    private static bool IsSkipped(string folder) => folder.StartsWith('.') || skippedFolders.Contains(folder, StringComparer.OrdinalIgnoreCase);

    private static bool IsGeneratedName(string file) => Array.Exists(generatedEndings, ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private static SourceFile? ReadFile(ReviewRoot root, string path, bool named, List<UnreadPart> notRead)
    {
        var name = root.NameOf(path);
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
            {
                notRead.Add(new UnreadPart(name, 0, string.Create(CultureInfo.InvariantCulture, $"The file is larger than {MaxBytes / 1024} KB.")));
                return null;
            }

            var text = File.ReadAllText(path, Encoding.UTF8);
            return HasGeneratedHeader(text) ? null : new SourceFile(name, text, Pasted: false, named);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            notRead.Add(new UnreadPart(name, 0, "The file cannot be opened."));
            return null;
        }
    }

    /// <summary>The marker that tools write above generated code stands in the first comment.</summary>
    private static bool HasGeneratedHeader(string text)
    {
        var head = text.AsSpan(0, Math.Min(text.Length, 2000)).TrimStart();
        if (!head.StartsWith("//", StringComparison.Ordinal) && !head.StartsWith("/*", StringComparison.Ordinal))
            return false;
        var marker = head.IndexOf("<auto-generated", StringComparison.OrdinalIgnoreCase);
        var code = head.IndexOf("\nusing ", StringComparison.Ordinal);
        return marker >= 0 && (code < 0 || marker < code);
    }
}
