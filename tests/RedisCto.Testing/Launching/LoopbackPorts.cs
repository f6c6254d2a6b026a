using System.Net;
using System.Net.Sockets;

namespace RedisCto.Testing.Launching;

/// <summary>Hands out free loopback ports, none twice in one process; the bus port of a cluster node (10000 above) is free as well.</summary>
internal static class LoopbackPorts
{
    private static readonly HashSet<int> Handed = [];

    public static int Take()
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            if (port > 55535)
                port -= 20000;
            else
                listener.Stop();
            if (!IsFree(port) || !IsFree(port + 10000))
                continue;
            lock (Handed)
            {
                if (Handed.Add(port))
                    return port;
            }
        }

        throw new IOException("no free loopback port was found");
    }

    private static bool IsFree(int port)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
