using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RedisCto.Core;

namespace RedisCto.Review.Engine;

/// <summary>Tells analyzers the target server in the options that StackExchange.Redis' own analyzers read.</summary>
internal sealed class ServerVersionOption(ServerTarget? target) : AnalyzerConfigOptionsProvider
{
    private readonly Values values = new(RedisLevel(target), target?.ToString());

    public override AnalyzerConfigOptions GlobalOptions => values;

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => values;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => values;

    /// <summary>The Redis version whose commands may be used: Valkey split off at 7.2 and numbers its releases on its own.</summary>
    private static string? RedisLevel(ServerTarget? target) => target switch
    {
        { Product: Product.Redis, Version: { } version } => version.ToString(),
        { Product: Product.Valkey } => "7.2",
        _ => null,
    };

    private sealed class Values(string? redisLevel, string? server) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            value = key switch
            {
                "redis.min_server_version" or "build_property.RedisMinServerVersion" => redisLevel,
                "redis.server" => server,
                _ => null,
            };
            return value is not null;
        }
    }
}
