using System.Runtime.CompilerServices;

namespace RedisCto.Repository.Tests;

/// <summary>A test with the real command lines of the assistants: 1.3 GB from npm, so that it runs in CI and where a developer asks for it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ClientFactAttribute : FactAttribute
{
    public ClientFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        if (Environment.GetEnvironmentVariable("CI") != "true" && Environment.GetEnvironmentVariable("REDIS_CTO_CLIENTS") != "1")
            Skip = "REDIS_CTO_CLIENTS=1 installs the assistants' command lines (1.3 GB) and tries our registrations in them.";
    }
}
