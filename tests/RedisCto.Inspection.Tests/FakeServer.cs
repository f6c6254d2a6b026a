using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace RedisCto.Inspection.Tests;

/// <summary>Accepts any number of clients and does the same with each.</summary>
internal sealed class FakeServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public FakeServer(Func<Stream, Task> answer)
    {
        listener.Start();
        _ = AcceptAsync(answer);
    }

    public string Endpoint => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    public void Dispose() => listener.Dispose();

    private async Task AcceptAsync(Func<Stream, Task> answer)
    {
        try
        {
            while (true)
                _ = ServeAsync(await listener.AcceptTcpClientAsync(), answer);
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static async Task ServeAsync(TcpClient client, Func<Stream, Task> answer)
    {
        using (client)
            await answer(client.GetStream());
    }
}
