using System.Text;

namespace DocsGenerator;

/// <summary>Every file that is generated, whole or in part.</summary>
internal static class Documents
{
    public static IEnumerable<Document> All(string root)
    {
        foreach (var client in ClientRegistration.All)
            yield return new Document($"examples/clients/{client.Example}", client.Content);

        yield return Document.WithSections(root, "README.md", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["clients"] = Clients(),
            ["tools"] = Catalogue.Tools(),
            ["rules"] = Catalogue.Rules(),
            ["checks"] = Catalogue.Checks(),
            ["patterns"] = Catalogue.Patterns(),
            ["notes"] = Catalogue.Notes(),
        });

        yield return Document.WithSections(root, "knowledge/README.md", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["pages"] = Catalogue.Pages(),
        });
    }

    private static string Clients()
    {
        var text = new StringBuilder("| client | file | command that writes it |\n|---|---|---|\n");
        foreach (var client in ClientRegistration.All)
        {
            text.Append($"| {client.Client} | [`{client.File}`](examples/clients/{client.Example}) | ");
            text.Append(client.Command.Length > 0 ? $"`{client.Command}` |\n" : "- |\n");
        }

        return text.ToString();
    }
}
