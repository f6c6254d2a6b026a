namespace RedisCto.Analyzers.Tests.Rules.Locks;

/// <summary>The class round a member under test, as the lock rules see it.</summary>
internal static class LockSource
{
    public static string In(string type, string member) => $$"""
        using StackExchange.Redis;

        class {{type}}
        {
            private readonly IDatabase _db = null!;
            private void Work() { }
            private Task WorkAsync() => Task.CompletedTask;

            {{member}}
        }
        """;
}
