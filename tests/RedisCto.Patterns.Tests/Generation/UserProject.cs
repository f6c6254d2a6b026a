using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RedisCto.Patterns.Tests.Generation;

/// <summary>The strictest project a user may paste into: no implicit usings, nullable, every warning an error, the oldest C# that we promise.</summary>
internal static class UserProject
{
    private static readonly string References = Path.Combine(AppContext.BaseDirectory, "refs");
    private static readonly MetadataReference[] Framework =
        [.. new[] { "net", "aspnet" }.SelectMany(folder => Directory.GetFiles(Path.Combine(References, folder), "*.dll")).Select(Reference)];
    private static readonly MetadataReference[] XUnit =
        [.. new[] { "xunit.v3.core.dll", "xunit.v3.assert.dll", "xunit.v3.common.dll" }.Select(name => Reference(Path.Combine(AppContext.BaseDirectory, name)))];
    private static readonly CSharpParseOptions CSharp12 = new(LanguageVersion.CSharp12, DocumentationMode.Diagnose);

    /// <param name="client">redis-2 (2.13.23) or redis-newest (3.4.35).</param>
    public static CSharpCompilation Compile(string client, IEnumerable<GeneratedFile> files) => CSharpCompilation.Create(
        "UserProject",
        files.Select(file => CSharpSyntaxTree.ParseText(file.Content, CSharp12, file.Path)),
        [.. Framework, .. XUnit, Reference(Path.Combine(References, client, "StackExchange.Redis.dll"))],
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable,
            generalDiagnosticOption: ReportDiagnostic.Error, warningLevel: 9999,
            // Packages built for an older .NET: the SDK leaves these two out as well.
            specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)]));

    /// <summary>Errors, warnings and unused usings.</summary>
    public static IReadOnlyList<string> Complaints(CSharpCompilation compilation) =>
    [
        .. compilation.GetDiagnostics()
            .Where(found => found.Severity >= DiagnosticSeverity.Warning || found.Id is "CS8019")
            .Select(found => found.ToString()),
    ];

    private static MetadataReference Reference(string path) => MetadataReference.CreateFromFile(path);
}
