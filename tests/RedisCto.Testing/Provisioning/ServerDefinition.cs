using RedisCto.Core;

namespace RedisCto.Testing.Provisioning;

/// <summary>One server of the matrix: what it is called, what it must turn out to be, and where Debian keeps it.</summary>
/// <param name="Name">The name tests use, product and series: <c>redis-7.0</c>.</param>
/// <param name="Version">The version a range is judged against; only major and minor are demanded of the real server.</param>
/// <param name="Suite">The Debian suite that has the package; null where Debian has none.</param>
/// <param name="LibrarySuite">The suite that has the package's libraries, where it is another one.</param>
internal sealed record ServerDefinition(string Name, Product Product, ServerVersion Version, string? Suite = null, string? LibrarySuite = null)
{
    /// <summary>The environment variable that names a server of this kind: <c>REDIS_CTO_SERVER_REDIS_7_0</c>.</summary>
    public string Variable => VariablePrefix + Name.ToUpperInvariant().Replace('-', '_').Replace('.', '_');

    /// <summary>The program: <c>redis-server</c> or <c>valkey-server</c>.</summary>
    public string Program => $"{ProductWord}-server";

    /// <summary>The Debian package that has the program; the <c>-server</c> package only links to it.</summary>
    public string Package => $"{ProductWord}-tools";

    public string ProductWord => Product.ToString().ToLowerInvariant();

    /// <summary>True where the real server is of the promised product and series.</summary>
    public bool Fits(Product product, ServerVersion version) =>
        product == Product && version.Major == Version.Major && version.Minor == Version.Minor;

    internal const string VariablePrefix = "REDIS_CTO_SERVER_";
}
