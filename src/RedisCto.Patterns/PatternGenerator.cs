using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using RedisCto.Core;
using RedisCto.Patterns.Rewriting;

namespace RedisCto.Patterns;

/// <summary>Hands out code of the tested library, fitted to the request's namespace, keys, server and options.</summary>
public sealed class PatternGenerator
{
    // Without the second, a limiter gave 231 permits out of 200 to 64 callers.
    private const string GarnetNeeds = "Garnet must run with --lua and --lua-transaction-mode: without the second, the scripts of two clients interleave.";
    private static readonly ServerVersion OldestClient = new(2, 13);
    private readonly IReadOnlyList<PatternDefinition> patterns = PatternDefinition.All;

    public static IReadOnlyList<PatternInfo> Catalog { get; } = [.. PatternDefinition.All.Select(definition => definition.Info)];

    /// <exception cref="PatternInputException">The request names something that is not there, or a server that the code does not run on.</exception>
    public GeneratedPattern Generate(PatternRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var pattern = FindPattern(request.Pattern);
        CheckNamespace(request.Namespace);
        CheckPrefix(request.KeyPrefix);
        CheckClient(request.ClientVersion);
        var options = request.Options.Select(option => Find("option", option, pattern.Options, pattern.Id)).ToHashSet(StringComparer.Ordinal);
        var parts = FindParts(pattern, request.Parts, options);
        var assumptions = TargetAssumptions(pattern, request.Target)
            .Append(".NET 8 or newer (C# 12), nullable on; tried with StackExchange.Redis 2.13 and 3.4.")
            .Concat(pattern.Assumptions(request, options))
            .ToArray();

        var writer = new LibraryWriter(pattern, request, options);
        var promise = pattern.Promise(options);
        return new GeneratedPattern
        {
            Pattern = pattern.Info,
            Files = [.. parts.Select(writer.Write)],
            Assumptions = assumptions,
            Guarantee = promise.Guarantee,
            NotGuaranteed = promise.NotGuaranteed,
            WhenRedisIsDown = promise.WhenRedisIsDown,
            AfterACrash = promise.AfterACrash,
            ServerSettings = promise.ServerSettings,
            MoreParts = [.. pattern.Parts.Except(parts).Where(part => IsOffered(part, options)).Select(part => part.Name)],
        };
    }

    private PatternDefinition FindPattern(string id)
    {
        var name = Find("pattern", id, [.. patterns.Select(definition => definition.Id)], "The library");
        return patterns.First(definition => definition.Id == name);
    }

    private static string Find(string kind, string text, IReadOnlyList<string> names, string owner)
    {
        var wanted = (text ?? "").Trim().Replace(' ', '-').Replace('_', '-');
        if (names.FirstOrDefault(name => string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase)) is { } found)
            return found;
        throw new PatternInputException(names.Count == 0
            ? $"{owner} has no {kind} '{text}'; it has none at all."
            : $"{owner} has no {kind} '{text}'. Did you mean '{NearestName.Of(wanted, names)}'? There are: {string.Join(", ", names)}.");
    }

    private static List<PatternPart> FindParts(PatternDefinition pattern, IReadOnlyList<string> asked, HashSet<string> options)
    {
        if (asked.Count == 0)
            return [.. pattern.Parts.Where(part => part.ByDefault)];
        if (asked is ["all"])
            return [.. pattern.Parts.Where(part => IsOffered(part, options))];

        var names = asked.Select(name => Find("part", name, [.. pattern.Parts.Select(part => part.Name)], pattern.Id)).ToHashSet(StringComparer.Ordinal);
        var parts = pattern.Parts.Where(part => names.Contains(part.Name)).ToList();
        return parts.Find(part => !IsOffered(part, options)) is { } unfit
            ? throw new PatternInputException($"The part '{unfit.Name}' of {pattern.Id} needs the option '{unfit.Option}': ask for both.")
            : parts;
    }

    private static bool IsOffered(PatternPart part, HashSet<string> options) => part.Option is not { } option || options.Contains(option);

    private static void CheckNamespace(string name)
    {
        if (string.IsNullOrEmpty(name) || !name.Split('.').All(word =>
            SyntaxFacts.IsValidIdentifier(word) && SyntaxFacts.GetKeywordKind(word) == SyntaxKind.None))
        {
            throw new PatternInputException($"'{name}' is not a C# namespace; write for example MyApp.Redis.");
        }
    }

    private static void CheckPrefix(string prefix)
    {
        if (prefix.Length > 100 || prefix.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '{' or '}'))
        {
            throw new PatternInputException(
                $"'{prefix}' cannot be a key prefix: no spaces and no braces (braces would choose the cluster slot), at most 100 characters, for example shop:.");
        }
    }

    private static void CheckClient(string version)
    {
        if (version.Length == 0)
            return;
        if (!ServerVersion.TryParse(version, out var parsed))
            throw new PatternInputException($"'{version}' is not a version of StackExchange.Redis; write for example 2.13 or 3.4.");
        if (parsed < OldestClient)
        {
            throw new PatternInputException(string.Create(
                CultureInfo.InvariantCulture, $"The patterns are tried with StackExchange.Redis {OldestClient} and newer, not {parsed}: update the package."));
        }
    }

    private static IEnumerable<string> TargetAssumptions(PatternDefinition pattern, ServerTarget? target)
    {
        if (target is null)
            return [$"Any server of: {pattern.ProvedOn}. {GarnetNeeds}"];
        if (target.Product is not (Product.Redis or Product.Valkey or Product.Garnet))
            return [$"{target} is not among the servers that the code is tried on ({pattern.ProvedOn}); it needs Lua scripts."];
        if (target.Version is { } version && !pattern.ProvedOn.Admits(target.Product, version))
            throw new PatternInputException($"{pattern.Id} is proved on {pattern.ProvedOn}, not on {target}.");
        return target.Product == Product.Garnet ? [GarnetNeeds] : [];
    }
}
