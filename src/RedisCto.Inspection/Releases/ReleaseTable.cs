using System.Globalization;
using System.Text.Json;
using RedisCto.Core;

namespace RedisCto.Inspection.Releases;

/// <summary>The support table of knowledge/releases.json: the one place that says how long a release line is mended.</summary>
internal sealed class ReleaseTable
{
    private const string NotVerified = "not verified";
    private static readonly Lazy<ReleaseTable> Embedded = new(ReadEmbedded);

    private ReleaseTable(DateOnly asOf, IReadOnlyList<ReleaseLine> lines) => (AsOf, Lines) = (asOf, lines);

    public static ReleaseTable Current => Embedded.Value;

    /// <summary>When the table was drawn up; each verdict names it, since sources disagree and dates move.</summary>
    public DateOnly AsOf { get; }

    public IReadOnlyList<ReleaseLine> Lines { get; }

    /// <summary>The line of a version, or null where the table knows none. A line older than all of the product's is the oldest one's kind.</summary>
    public ReleaseLine? Find(Product product, ServerVersion version)
    {
        var ofProduct = Lines.Where(line => line.Product == product).OrderBy(line => line.Line).ToList();
        var exact = ofProduct.Find(line => (line.Line.Major, line.Line.Minor) == (version.Major, version.Minor));
        return exact ?? (ofProduct.Count > 0 && version < ofProduct[0].Line ? ofProduct[0] : null);
    }

    public static ReleaseTable Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new ReleaseTable(ReadDate(root, "asOf")!.Value, [.. root.GetProperty("lines").EnumerateArray().Select(ReadLine)]);
    }

    private static ReleaseLine ReadLine(JsonElement entry) => new(
        Enum.Parse<Product>(ReadText(entry, "product"), ignoreCase: true),
        ServerVersion.Parse(ReadText(entry, "line")),
        ServerVersion.Parse(ReadText(entry, "latestPatch")),
        ReadDate(entry, "securityFixesEnd"),
        ReadDate(entry, "leftOutSince"),
        ReadText(entry, "source"));

    private static string ReadText(JsonElement entry, string name) => entry.GetProperty(name).GetString()!;

    private static DateOnly? ReadDate(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.GetString() is { } text and not NotVerified
            ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture)
            : null;

    private static ReleaseTable ReadEmbedded()
    {
        using var stream = typeof(ReleaseTable).Assembly.GetManifestResourceStream("releases.json")!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }
}
