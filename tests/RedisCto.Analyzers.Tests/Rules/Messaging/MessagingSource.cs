namespace RedisCto.Analyzers.Tests.Rules.Messaging;

/// <summary>The class round a member under test, as the messaging rules see it.</summary>
internal static class MessagingSource
{
    public static string In(string type, string member) => $$"""
        using StackExchange.Redis;

        class {{type}}
        {
            private readonly IDatabase _db = null!;
            private void Handle(string? text) { }
            private Task HandleAsync(string? text) => Task.CompletedTask;

            {{member}}
        }
        """;
}
