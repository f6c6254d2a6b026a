using System.Net;
using RedisCto.Core;
using RedisCto.Inspection.Connections;

namespace RedisCto.Inspection.Snapshots;

/// <summary>Who can open a connection to the server.</summary>
internal enum NetworkReach
{
    /// <summary>The settings that would tell were refused.</summary>
    Unknown,

    /// <summary>Only this machine.</summary>
    Loopback,

    /// <summary>It listens on the network, but protected mode turns remote clients away.</summary>
    Protected,

    /// <summary>Other machines.</summary>
    Network,
}

/// <summary>Judges bind and protected-mode together, since neither says who can connect by itself.</summary>
internal static class NetworkExposure
{
    // Up to 6.2, protected mode stepped aside as soon as an address was bound.
    private static readonly ServerVersion ProtectsWithBind = new(7, 0);

    public static NetworkReach ReachOf(ServerSnapshot snapshot)
    {
        if (snapshot.OverNetwork)
            return NetworkReach.Network;
        if (BoundAddresses(snapshot) is not { } bound)
            return NetworkReach.Unknown;
        if (bound.Count > 0 && bound.TrueForAll(IsLoopback))
            return NetworkReach.Loopback;
        return IsProtecting(snapshot, bound) ? NetworkReach.Protected : NetworkReach.Network;
    }

    /// <summary>True where the server listens on every interface of its machine.</summary>
    public static bool BindsEveryInterface(ServerSnapshot snapshot) =>
        BoundAddresses(snapshot) is { } bound && (bound.Count == 0 || bound.Exists(address => address is "*" or "0.0.0.0" or "::" or "::*"));

    /// <summary>True where the user "default" lets in anyone. Without ACL LIST, our own way in tells.</summary>
    public static bool DefaultUserIsOpen(ServerSnapshot snapshot) => snapshot.Has(SnapshotSections.Acl)
        ? snapshot.Acl.Any(user => user is { IsDefault: true, Enabled: true, NeedsNoPassword: true })
        : !snapshot.Authenticated;

    private static bool IsProtecting(ServerSnapshot snapshot, List<string> bound) =>
        snapshot.Setting("protected-mode") is "yes" && DefaultUserIsOpen(snapshot) &&
        (bound.Count == 0 || snapshot.Server.Product != Product.Redis || snapshot.Server.Version >= ProtectsWithBind);

    // A leading "-" only says that the address may be missing; an empty bind means all of them.
    private static List<string>? BoundAddresses(ServerSnapshot snapshot) => snapshot.Setting("bind") is { } bind
        ? [.. bind.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(address => address.TrimStart('-'))]
        : null;

    private static bool IsLoopback(string address) =>
        address is "localhost" || (IPAddress.TryParse(address, out var parsed) && EndpointPolicy.IsLoopback(parsed));
}
