using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using StackExchange.Redis;

namespace Pipelines.Sockets.Unofficial.Tests;

/// <summary>Everything that StackExchange.Redis imports from the transport is there, exactly as it was compiled against.</summary>
public sealed class ImportTests
{
    private const string Transport = "Pipelines.Sockets.Unofficial";
    private static readonly Module Client = typeof(ConnectionMultiplexer).Module;

    [Fact]
    public void EveryImportedType_Resolves()
    {
        var imports = Imports(metadata => metadata.TypeReferences.Where(type => IsTransport(metadata, type)).Select(type => (EntityHandle)type));

        Assert.InRange(imports.Count, 20, int.MaxValue);
        Assert.Equal("", string.Join('\n', imports.Select(Failure).OfType<string>()));
    }

    [Fact]
    public void EveryImportedMember_ResolvesWithItsExactSignature()
    {
        var imports = Imports(metadata => metadata.MemberReferences
            .Where(member => IsTransport(metadata, metadata.GetMemberReference(member).Parent))
            .Select(member => (EntityHandle)member));

        Assert.InRange(imports.Count, 60, int.MaxValue);
        Assert.Equal("", string.Join('\n', imports.Select(Failure).OfType<string>()));
    }

    [Theory]
    [InlineData(PipeShutdownKind.None, 0)]
    [InlineData(PipeShutdownKind.ReadEndOfStream, 100)]
    [InlineData(PipeShutdownKind.ProtocolExitClient, 400)]
    public void ShutdownKindThatStackExchangeRedisComparesAsANumber_HasThatNumber(PipeShutdownKind kind, int number) =>
        Assert.Equal(number, (int)kind);

    private static List<int> Imports(Func<MetadataReader, IEnumerable<EntityHandle>> select)
    {
        using var file = new PEReader(File.OpenRead(Client.Assembly.Location));
        return [.. select(file.GetMetadataReader()).Select(handle => MetadataTokens.GetToken(handle))];
    }

    private static bool IsTransport(MetadataReader metadata, EntityHandle handle) => handle.Kind switch
    {
        HandleKind.AssemblyReference =>
            metadata.StringComparer.Equals(metadata.GetAssemblyReference((AssemblyReferenceHandle)handle).Name, Transport),
        HandleKind.TypeReference => IsTransport(metadata, metadata.GetTypeReference((TypeReferenceHandle)handle).ResolutionScope),
        HandleKind.TypeSpecification => IsTransport(metadata, GenericType(metadata, (TypeSpecificationHandle)handle)),
        _ => false,
    };

    /// <summary>The type of which a specification is an instance, or nil for arrays and the like: GENERICINST, CLASS or VALUETYPE, type.</summary>
    private static EntityHandle GenericType(MetadataReader metadata, TypeSpecificationHandle handle)
    {
        var blob = metadata.GetBlobReader(metadata.GetTypeSpecification(handle).Signature);
        if (blob.ReadSignatureTypeCode() is not SignatureTypeCode.GenericTypeInstance)
            return default;
        blob.ReadCompressedInteger();
        return blob.ReadTypeHandle();
    }

    private static string? Failure(int token)
    {
        // Any argument does for an open generic parameter: what is asked is whether the definition exists.
        Type[] arguments = [typeof(object), typeof(object), typeof(object)];
        try
        {
            var member = Client.ResolveMember(token, arguments, arguments);
            return member is null ? $"0x{token:X8} resolves to nothing" : null;
        }
        catch (Exception e) when (e is MissingMemberException or TypeLoadException or FileNotFoundException or BadImageFormatException)
        {
            return $"0x{token:X8}: {e.Message}";
        }
    }
}
