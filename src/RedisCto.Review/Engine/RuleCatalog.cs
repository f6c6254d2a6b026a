using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using RedisCto.Analyzers;
using RedisCto.CodeFixes;

namespace RedisCto.Review.Engine;

/// <summary>Every rule there is: our analyzers and fixes, found by reflection, and those that StackExchange.Redis ships.</summary>
internal sealed class RuleCatalog
{
    private readonly Dictionary<string, RuleInfo> rules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CodeFixProvider> fixes = new(StringComparer.Ordinal);

    public RuleCatalog()
    {
        foreach (var provider in Instances<CodeFixProvider>(typeof(RedisCodeFix).Assembly))
        {
            foreach (var id in provider.FixableDiagnosticIds)
                fixes.TryAdd(id, provider);
        }

        var ours = Instances<DiagnosticAnalyzer>(typeof(RedisAnalyzer).Assembly).ToList();
        var clients = ClientRules.Load().ToList();
        foreach (var analyzer in ours)
        {
            foreach (var rule in analyzer.SupportedDiagnostics)
                Add(rule, NameOf(analyzer), (analyzer as RedisAnalyzer)?.Remedy ?? "");
        }

        foreach (var rule in clients.SelectMany(analyzer => analyzer.SupportedDiagnostics))
        {
            var (name, remedy) = ClientRules.Describe(rule.Id, rule.Description.ToString(CultureInfo.InvariantCulture));
            Add(rule, name, remedy);
        }

        Analyzers = [.. ours, .. clients];
    }

    public ImmutableArray<DiagnosticAnalyzer> Analyzers { get; }

    public IReadOnlyList<RuleInfo> Rules => [.. rules.Values.OrderBy(rule => rule.Id, StringComparer.Ordinal)];

    public RuleInfo? Find(string id) => rules.GetValueOrDefault(id);

    public CodeFixProvider? FixFor(string id) => fixes.GetValueOrDefault(id);

    public static RuleSeverity SeverityOf(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => RuleSeverity.Error,
        DiagnosticSeverity.Warning => RuleSeverity.Warning,
        _ => RuleSeverity.Info,
    };

    public static IEnumerable<T> Instances<T>(Assembly assembly)
        where T : class =>
        assembly.GetTypes()
            .Where(type => type is { IsPublic: true, IsAbstract: false } && type.IsAssignableTo(typeof(T)) && type.GetConstructor([]) is not null)
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (T)Activator.CreateInstance(type)!);

    private static string NameOf(DiagnosticAnalyzer analyzer)
    {
        const string suffix = "Analyzer";
        var name = analyzer.GetType().Name;
        return name.EndsWith(suffix, StringComparison.Ordinal) ? name[..^suffix.Length] : name;
    }

    private void Add(DiagnosticDescriptor rule, string name, string remedy) => rules.TryAdd(rule.Id, new RuleInfo(
        rule.Id,
        name,
        SeverityOf(rule.DefaultSeverity),
        rule.Title.ToString(CultureInfo.InvariantCulture),
        rule.Description.ToString(CultureInfo.InvariantCulture),
        remedy,
        HasFix: fixes.ContainsKey(rule.Id)));
}
