using System;
using System.Collections.Generic;
using RedisCto.Core;

namespace RedisCto.Patterns;

/// <summary>The code that is asked for: which pattern, for which namespace, keys and server.</summary>
public sealed record PatternRequest
{
    /// <summary>The id of a pattern of <see cref="PatternGenerator.Catalog"/>, such as distributed-lock.</summary>
    public required string Pattern { get; init; }

    public string Namespace { get; init; } = "MyApp.Redis";

    /// <summary>Put before every key, as "shop:"; it may not hold braces.</summary>
    public string KeyPrefix { get; init; } = "";

    /// <summary>The server that the code must run on; null means any that the pattern is proved on.</summary>
    public ServerTarget? Target { get; init; }

    /// <summary>The StackExchange.Redis of the project, as "2.13"; empty means code for 2.13 and 3.4 alike.</summary>
    public string ClientVersion { get; init; } = "";

    /// <summary>What the pattern can do beyond its plain form, such as fencing.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>The files to hand out; empty means the smallest useful form, "all" every one.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];
}

/// <summary>The request asks for something that is not there; the message names it, what there is, and the nearest name.</summary>
public sealed class PatternInputException(string message) : Exception(message);
