using RedisCto.Testing.Provisioning;

namespace RedisCto.Testing.Tests.Provisioning;

public sealed class AptSourcesTests
{
    [Fact]
    public void Stanza_GivesAddressAndKeyring() =>
        Assert.Equal(
            [("http://mirror.example/debian", "/usr/share/keyrings/archive.gpg"), ("https://second.example/debian", "/usr/share/keyrings/archive.gpg")],
            AptSources.ParseStanzas("""
                # The archive.
                Types: deb deb-src
                URIs: http://mirror.example/debian
                 https://second.example/debian
                Suites: bookworm bookworm-updates
                Components: main
                Signed-By: /usr/share/keyrings/archive.gpg
                """));

    [Theory]
    [InlineData("Types: deb-src\nURIs: http://mirror.example/debian\nSuites: x\nComponents: main")]
    [InlineData("Types: deb\nURIs: http://mirror.example/debian\nSuites: x\nComponents: contrib")]
    [InlineData("Types: deb\nURIs: http://mirror.example/debian\nSuites: x\nComponents: main\nEnabled: no")]
    public void StanzaWithoutPackagesForUs_IsLeftOut(string text) => Assert.Empty(AptSources.ParseStanzas(text));

    [Fact]
    public void KeyWrittenIntoTheStanza_IsNoKeyringFile() =>
        Assert.Null(Assert.Single(AptSources.ParseStanzas(
            "Types: deb\nURIs: http://mirror.example/debian\nSuites: x\nComponents: main\nSigned-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .")).Keyring);

    [Theory]
    [InlineData("deb http://mirror.example/debian bookworm main contrib", null)]
    [InlineData("deb [arch=amd64 signed-by=/keys/a.gpg] http://mirror.example/debian bookworm main", "/keys/a.gpg")]
    [InlineData("  deb\thttp://mirror.example/debian\tbookworm\tmain # comment", null)]
    public void Line_GivesAddressAndKeyring(string line, string? keyring) =>
        Assert.Equal([("http://mirror.example/debian", keyring)], AptSources.ParseLines(line));

    [Theory]
    [InlineData("# deb http://mirror.example/debian bookworm main")]
    [InlineData("deb-src http://mirror.example/debian bookworm main")]
    [InlineData("deb http://mirror.example/tools stable cloud # main")]
    [InlineData("")]
    public void LineWithoutPackagesForUs_IsLeftOut(string line) => Assert.Empty(AptSources.ParseLines(line));
}
