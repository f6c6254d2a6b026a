using System.Reflection;
using System.Runtime.CompilerServices;
using RedisCto.Core;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace RedisCto.Testing;

/// <summary>
/// Runs the test once for every server of the matrix that the range admits, and passes the server's name:
/// <c>[ServerTheory("redis >= 7.0, valkey >= 8.1")] Task Situation_Outcome(string server)</c>.
/// A server that cannot be had skips its row with the reason; under <c>CI=true</c> the row fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer(typeof(TheoryDiscoverer))]
public sealed class ServerTheoryAttribute : TheoryAttribute, IDataAttribute
{
    private readonly VersionRange range;

    public ServerTheoryAttribute(string range = "any", [CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        this.range = VersionRange.Parse(range);
        Range = range;
        SkipExceptions = SkippedBy(Environment.GetEnvironmentVariable("CI"));
    }

    /// <summary>The range as it was written.</summary>
    public string Range { get; }

    bool? IDataAttribute.Explicit => null;

    string? IDataAttribute.Label => null;

    string? IDataAttribute.Skip => null;

    Type? IDataAttribute.SkipType => null;

    string? IDataAttribute.SkipUnless => null;

    string? IDataAttribute.SkipWhen => null;

    string? IDataAttribute.TestDisplayName => null;

    int? IDataAttribute.Timeout => null;

    string[]? IDataAttribute.Traits => null;

    /// <summary>One row per server. A range that admits none is a mistake of the test and fails.</summary>
    public ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        var names = RedisServers.NamesIn(range);
        return names.Count > 0
            ? new([.. names.Select(name => new TheoryDataRow<string>(name))])
            : throw new InvalidOperationException($"The range '{Range}' admits none of {string.Join(", ", RedisServers.Names)}.");
    }

    public bool SupportsDiscoveryEnumeration() => true;

    internal static Type[] SkippedBy(string? ci) =>
        string.Equals(ci, "true", StringComparison.OrdinalIgnoreCase) ? [] : [typeof(ServerUnavailableException)];
}
