using System.Globalization;

namespace RedisCto.Demo;

/// <summary>Fills a server with what goes wrong in real life: sessions that never expire, one huge hash, KEYS in a loop.</summary>
internal static class SickKeyspace
{
    private const int Sessions = 5_000;
    private const int Fields = 60_000;
    private const int FieldsPerCommand = 500;
    private const int KeysCalls = 40;

    public const string Summary = "5,000 sessions without expiry, one hash of 60,000 fields, KEYS called in a loop, no memory limit";

    public static async Task FillAsync(int port, CancellationToken cancellationToken)
    {
        await using var connection = await RespConnection.OpenAsync(port, cancellationToken);
        var value = new string('x', 200);
        for (var i = 0; i < Sessions; i++)
            connection.Add("SET", string.Create(CultureInfo.InvariantCulture, $"session:{i}"), value);
        for (var i = 0; i < Fields; i += FieldsPerCommand)
            connection.Add(["HSET", "cart:all", .. Enumerable.Range(i, FieldsPerCommand).SelectMany(Field)]);
        for (var i = 0; i < KeysCalls; i++)
            connection.Add("KEYS", "session:*");
        await connection.FlushAsync(cancellationToken);
    }

    private static string[] Field(int number) => [string.Create(CultureInfo.InvariantCulture, $"user:{number}"), "three books and a lamp"];
}
