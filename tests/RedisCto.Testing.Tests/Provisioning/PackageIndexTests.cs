using RedisCto.Testing.Provisioning;

namespace RedisCto.Testing.Tests.Provisioning;

public sealed class PackageIndexTests
{
    private const string Index = """
        Package: redis-tools
        Version: 5:8.0.2-3
        Depends: adduser, libc6 (>= 2.38), libssl3t64 (>= 3.0.0) | libssl4, lua-cjson
        Filename: pool/redis-tools.deb
        SHA256: 01

        Package: libc6
        Depends: libgcc-s1
        Filename: pool/libc6.deb
        SHA256: 02

        Package: libgcc-s1
        Depends: gcc-14-base (= 14.2), libc6 (>= 2.35)
        Filename: pool/libgcc.deb
        SHA256: 03

        Package: libssl3t64
        Pre-Depends: libc6:any
        Filename: pool/libssl.deb
        SHA256: 04

        Package: lua-cjson-real
        Filename: pool/lua.deb
        SHA256: 05
        Provides: lua-cjson (= 2.1)

        Package: adduser
        Filename: pool/adduser.deb
        SHA256: 06
        """;

    [Fact]
    public void Closure_HasEveryLibraryOnceAndNoPrograms()
    {
        var index = PackageIndex.Read(new StringReader(Index));

        Assert.Equal(
            ["libc6", "libgcc-s1", "libssl3t64", "lua-cjson-real", "redis-tools"],
            PackageIndex.Closure(index.Find("redis-tools")!, index).Select(package => package.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void LibraryThatTheSuiteLacks_IsNamed()
    {
        var index = PackageIndex.Read(new StringReader(Index.Replace("Package: libssl3t64", "Package: libother", StringComparison.Ordinal)));

        var failure = Assert.Throws<InvalidDataException>(() => PackageIndex.Closure(index.Find("redis-tools")!, index));

        Assert.Contains("libssl3t64 or libssl4", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReleaseFile_GivesTheSha256OfEachIndex() =>
        Assert.Equal("bb", ReleaseFile.Sha256("""
            Origin: Debian
            MD5Sum:
             aa 10 main/binary-amd64/Packages.xz
            SHA256:
             bb 10 main/binary-amd64/Packages.xz
             cc 12 main/binary-arm64/Packages.xz
            """)["main/binary-amd64/Packages.xz"]);
}
