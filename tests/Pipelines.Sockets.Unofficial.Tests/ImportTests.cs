using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using StackExchange.Redis;

namespace Pipelines.Sockets.Unofficial.Tests;

/// <summary>Everything that StackExchange.Redis imports from the transport is there, exactly as it was compiled against.</summary>
public sealed class ImportTests
{
    private const string Transport = "Pipelines.Sockets.Unofficial";
    private static readonly Module Client = typeof(ConnectionMultiplexer).Module;

    // For open generic parameters: what is asked is whether the definition exists, whatever fills it.
    private static readonly Type[] AnyArguments = [typeof(Action), typeof(Action), typeof(Action)];

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

    [Fact]
    public void EveryInterfaceCalledOnAnImportedStruct_IsImplemented()
    {
        var calls = ConstrainedCalls();

        Assert.NotEmpty(calls);
        Assert.All(calls, call => Assert.True(call.Interface.IsAssignableFrom(call.Type), $"{call.Type} does not implement {call.Interface}"));
    }

    [Theory]
    [InlineData(typeof(SocketConnection), typeof(IDuplexPipe))]
    [InlineData(typeof(SocketConnection), typeof(IDisposable))]
    [InlineData(typeof(IMeasuredDuplexPipe), typeof(IDuplexPipe))]
    [InlineData(typeof(SocketAwaitableEventArgs), typeof(SocketAsyncEventArgs))]
    [InlineData(typeof(SocketAwaitableEventArgs), typeof(ICriticalNotifyCompletion))]
    [InlineData(typeof(DedicatedThreadPoolPipeScheduler), typeof(PipeScheduler))]
    [InlineData(typeof(ConnectionResetException), typeof(IOException))]
    public void TypeThatStackExchangeRedisPassesOnAsAnother_IsOne(Type type, Type usedAs) => Assert.True(type.IsAssignableTo(usedAs));

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

    /// <summary>
    /// The interface methods that IL calls on a value type of the transport (<c>constrained. type, callvirt method</c>), such as the
    /// Dispose that a foreach needs. Nothing but the call itself fails where the interface is missing.
    /// </summary>
    private static List<(Type Type, Type Interface)> ConstrainedCalls()
    {
        using var file = new PEReader(File.OpenRead(Client.Assembly.Location));
        var metadata = file.GetMetadataReader();
        var calls = new List<(Type, Type)>();
        foreach (var body in metadata.MethodDefinitions.Select(metadata.GetMethodDefinition).Where(method => method.RelativeVirtualAddress != 0))
        {
            var il = file.GetMethodBody(body.RelativeVirtualAddress).GetILBytes().AsSpan();
            for (var i = 0; i + 11 <= il.Length; i++)
            {
                if (il[i..] is not [0xFE, 0x16, _, _, _, _, 0x6F, ..])
                    continue;
                var (type, method) = (BinaryPrimitives.ReadInt32LittleEndian(il[(i + 2)..]), BinaryPrimitives.ReadInt32LittleEndian(il[(i + 7)..]));
                if (IsTransport(metadata, MetadataTokens.EntityHandle(type)))
                    calls.Add((Client.ResolveType(type, AnyArguments, AnyArguments), Client.ResolveMethod(method, AnyArguments, AnyArguments)!.DeclaringType!));
            }
        }

        return calls;
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
        try
        {
            var member = Client.ResolveMember(token, AnyArguments, AnyArguments);
            return member is null ? $"0x{token:X8} resolves to nothing" : null;
        }
        catch (Exception e) when (e is MissingMemberException or TypeLoadException or FileNotFoundException or BadImageFormatException)
        {
            return $"0x{token:X8}: {e.Message}";
        }
    }
}
