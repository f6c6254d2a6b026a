using System.Globalization;

namespace RedisCto.Inspection.Snapshots;

/// <summary>Reads CLIENT LIST; addresses, names and users are left behind, and our own connection is left out.</summary>
internal static class ClientLines
{
    public static List<ClientInfo> Parse(string text)
    {
        var clients = new List<ClientInfo>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var field in line.TrimEnd('\r').Split(' '))
            {
                if (field.Split('=', 2) is [var name, var value])
                    fields[name] = value;
            }

            if (fields.GetValueOrDefault("name") is not "redis-cto")
                clients.Add(new ClientInfo(fields.GetValueOrDefault("lib-name") ?? "", ReadNumber(fields.GetValueOrDefault("age"))));
        }

        return clients;
    }

    private static long ReadNumber(string? text) => long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
