using System.Collections;
using RedisCto.Inspection;
using RedisCto.Knowledge;
using RedisCto.Patterns;
using RedisCto.Review;

namespace RedisCto;

/// <summary>The four engines behind both faces, each made at its first use: a session that never reviews code never loads a compiler.</summary>
internal sealed class Engines(IReadOnlyDictionary<string, string?> environment, string root, TimeProvider time)
{
    private readonly Lazy<CodeReviewer> reviewer = new(() => new CodeReviewer());
    private readonly Lazy<ConnectionCatalog> connections = new(() => ConnectionCatalog.FromEnvironment(environment));
    private readonly Lazy<PatternGenerator> patterns = new(() => new PatternGenerator());
    private readonly Lazy<KnowledgeBase> knowledge = new(KnowledgeBase.Load);

    /// <summary>The folder that paths are read from; files outside are refused.</summary>
    public string Root => root;

    public CodeReviewer Reviewer => reviewer.Value;

    public ConnectionCatalog Connections => connections.Value;

    public InstanceInspector Inspector => new(Connections, time);

    public PatternGenerator Patterns => patterns.Value;

    public KnowledgeBase Knowledge => knowledge.Value;

    /// <summary>The engines as this process' environment configures them.</summary>
    public static Engines FromEnvironment()
    {
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(pair => (string)pair.Key, pair => (string?)pair.Value, StringComparer.Ordinal);
        // Claude Code names the project; every other client starts us in it.
        var project = environment.GetValueOrDefault("CLAUDE_PROJECT_DIR");
        return new(environment, Directory.Exists(project) ? project : Environment.CurrentDirectory, TimeProvider.System);
    }
}
