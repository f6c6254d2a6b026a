#:property PublishAot=false

// Writes the files of a new rule, check, pattern or note. They fail until they are filled in: #error in code, TODO in pages.
// dotnet run eng/new.cs -- rule LockWithoutExpiry --id RCTO1501 --family Locks
// dotnet run eng/new.cs -- check MaxMemoryUnset --id MEM13 --family Memory
// dotnet run eng/new.cs -- pattern leader-election
// dotnet run eng/new.cs -- note expiration
using System.Text.RegularExpressions;

const string Usage = """
    dotnet run eng/new.cs -- rule NameOfTheFault --id RCTO1501 --family Locks
    dotnet run eng/new.cs -- check NameOfTheFault --id MEM13 --family Memory
    dotnet run eng/new.cs -- pattern name-of-the-pattern
    dotnet run eng/new.cs -- note name-of-the-topic
    """;

var root = Path.GetFullPath(Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, ".."));
if (args.Length < 2)
    return Refuse("Say what to make and its name.");

var (kind, name) = (args[0], args[1]);
var (id, family) = (Option("--id"), Option("--family"));
var isName = Regex.IsMatch(name, kind is "rule" or "check" ? "^[A-Z][A-Za-z0-9]+$" : "^[a-z][a-z0-9]*(-[a-z0-9]+)*$", RegexOptions.None, TimeSpan.FromSeconds(1));
if (!isName)
    return Refuse(kind is "rule" or "check" ? $"'{name}' must name the fault in PascalCase." : $"'{name}' must be lower-case words joined by hyphens.");

IReadOnlyList<(string Path, string Content)>? files = kind switch
{
    "rule" when Regex.IsMatch(id, "^RCTO[0-9]{4}$", RegexOptions.None, TimeSpan.FromSeconds(1)) && family.Length > 0 => Rule(),
    "check" when Regex.IsMatch(id, "^[A-Z]{3}[0-9]{2}$", RegexOptions.None, TimeSpan.FromSeconds(1)) && family.Length > 0 => Check(),
    "pattern" => Pattern(),
    "note" => [($"knowledge/notes/{name}.md", Page($"notes/{name}", "TODO: the claim as a sentence", ["TODO: why", "TODO: Versions"]))],
    _ => null,
};
if (files is null)
    return Refuse(kind is "rule" or "check" ? $"A {kind} needs --id and --family." : $"'{kind}' is not rule, check, pattern or note.");
if (files.FirstOrDefault(file => File.Exists(Path.Combine(root, file.Path))) is { Path: not null } taken)
    return Refuse($"{taken.Path} exists already.");
if (id.Length > 0 && Directory.EnumerateFiles(Path.Combine(root, "src"), "*.cs", SearchOption.AllDirectories)
        .FirstOrDefault(file => File.ReadAllText(file).Contains($"\"{id}\"", StringComparison.Ordinal)) is { } holder)
{
    return Refuse($"{id} is taken by {Path.GetRelativePath(root, holder)}; ids are never used twice.");
}

foreach (var (path, content) in files)
{
    var target = Path.Combine(root, path);
    Directory.CreateDirectory(Path.GetDirectoryName(target)!);
    await File.WriteAllTextAsync(target, content);
    Console.WriteLine(path);
}

if (kind == "rule")
    Console.WriteLine($"by hand: a row for {id} in src/RedisCto.Analyzers/AnalyzerReleases.Unshipped.md");
Console.WriteLine("then: dotnet run --project eng/DocsGenerator");
return 0;

string Option(string option)
{
    var at = Array.IndexOf(args, option);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : "";
}

int Refuse(string reason)
{
    Console.Error.WriteLine(reason);
    Console.Error.WriteLine(Usage);
    return 2;
}

IReadOnlyList<(string, string)> Rule() =>
[
    ($"src/RedisCto.Analyzers/Rules/{family}/{name}Analyzer.cs", $$"""
        using Microsoft.CodeAnalysis;
        using Microsoft.CodeAnalysis.Diagnostics;
        using Microsoft.CodeAnalysis.Operations;

        namespace RedisCto.Analyzers.Rules.{{family}};

        #error TODO: say the fault in one sentence, fill in the descriptor, report it, and stay quiet where it may be right
        /// <summary>Reports …: what it does to a server or its users; what is right instead.</summary>
        [DiagnosticAnalyzer(LanguageNames.CSharp)]
        public sealed class {{name}}Analyzer() : RedisAnalyzer(Descriptor, remedy: "…")
        {
            private static readonly DiagnosticDescriptor Descriptor = new(
                "{{id}}", "…", "…", "{{family}}", DiagnosticSeverity.Warning, isEnabledByDefault: true,
                description: "…", helpLinkUri: Pages + "{{id}}.md");

            private protected override void Register(CompilationStartAnalysisContext context, KnownRedisTypes types) =>
                context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);

            private void Analyze(OperationAnalysisContext context, KnownRedisTypes types)
            {
            }
        }

        """),
    ($"src/RedisCto.CodeFixes/Rules/{family}/{name}Fix.cs", $$"""
        using System.Composition;
        using Microsoft.CodeAnalysis;
        using Microsoft.CodeAnalysis.CodeFixes;

        namespace RedisCto.CodeFixes.Rules.{{family}};

        #error TODO: rewrite what is safe to rewrite, or delete this file where the rule owes advice only
        /// <summary>Turns … into ….</summary>
        [ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof({{name}}Fix)), Shared]
        public sealed class {{name}}Fix() : RedisCodeFix("{{id}}", "…")
        {
            private protected override SyntaxNode? Rewrite(FixSite site) => null;
        }

        """),
    ($"tests/RedisCto.Analyzers.Tests/Rules/{family}/{name}Tests.cs", $$"""
        using RedisCto.Analyzers.Rules.{{family}};
        using RedisCto.CodeFixes.Rules.{{family}};

        namespace RedisCto.Analyzers.Tests.Rules.{{family}};

        #error TODO: the plain form, a wrapper or constant, the twin that is right, a look-alike API; the fixed code
        /// <summary>{{id}}: ….</summary>
        public sealed class {{name}}Tests
        {
            private static readonly RuleVerifier Rule = RuleVerifier.For<{{name}}Analyzer, {{name}}Fix>();
        }

        """),
    ($"knowledge/rules/{id}.md", Page($"rules/{id}", "TODO: the fault as a sentence", ["Why it hurts", "Noncompliant", "Compliant", "What the fix changes", "When it stays quiet", "Versions", "How to suppress"])),
];

IReadOnlyList<(string, string)> Check() =>
[
    ($"src/RedisCto.Inspection/Checks/{family}/{name}.cs", $$"""
        using RedisCto.Core;
        using RedisCto.Inspection.Snapshots;

        namespace RedisCto.Inspection.Checks.{{family}};

        #error TODO: say the fault in one sentence, name what it needs, and judge the snapshot with its numbers
        /// <summary>Reports …: what it leads to.</summary>
        internal sealed class {{name}}() : InspectionCheck(new(
            Id: "{{id}}", Title: "…", Severity.Medium, InspectionFocus.All, Needs: SnapshotSections.None, Remedy: "…"))
        {
            public override IEnumerable<Finding> Evaluate(ServerSnapshot snapshot) => [];
        }

        """),
    ($"tests/RedisCto.Inspection.Tests/Checks/{family}/{name}Tests.cs", $$"""
        namespace RedisCto.Inspection.Tests.Checks.{{family}};

        #error TODO: loud and quiet on Snapshots.Healthy with { … }; live: healthy, provoke, finding, remedy, silent
        /// <summary>{{id}}: ….</summary>
        public sealed class {{name}}Tests;

        """),
    ($"knowledge/checks/{id}.md", Page($"checks/{id}", "TODO: the fault as a sentence", ["What it means", "Why it hurts", "Remedy", "Verify", "Versions"])),
];

IReadOnlyList<(string, string)> Pattern()
{
    var type = string.Concat(name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    return
    [
        ($"src/RedisCto.Patterns/Library/{type}/{type}Pattern.cs", $$"""
            namespace RedisCto.Patterns.Library.{{type}};

            #error TODO: declare the pattern as DistributedLockPattern does; its code and .lua files lie in this folder
            internal sealed class {{type}}Pattern;

            """),
        ($"tests/RedisCto.Patterns.Tests/Library/{type}/{type}Tests.cs", $$"""
            namespace RedisCto.Patterns.Tests.Library.{{type}};

            #error TODO: every invariant, under faults, on every server of the matrix
            public sealed class {{type}}Tests;

            """),
        ($"knowledge/patterns/{name}.md", Page($"patterns/{name}", "TODO: what it does", ["Use it when", "Guarantee", "Failure table", "Commands per operation", "Versions", "Alternatives"])),
    ];
}

static string Page(string id, string title, IReadOnlyList<string> headings) => $"""
    ---
    id: {id}
    title: {title}
    applies-to: any
    verified-on: []
    proof: []
    sources: []
    ---
    TODO: the claim, in one or two sentences.

    {string.Join("\n\n", headings.Select(heading => $"## {heading}\n\nTODO"))}

    """;
