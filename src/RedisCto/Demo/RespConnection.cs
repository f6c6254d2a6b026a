using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RedisCto.Demo;

/// <summary>Sends commands to the demo's own server without looking at single replies; enough to fill it.</summary>
internal sealed class RespConnection : IAsyncDisposable
{
    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(30);

    private readonly TcpClient client;
    private readonly StringBuilder pending = new();

    private RespConnection(TcpClient client) => this.client = client;

    public static async Task<RespConnection> OpenAsync(int port, CancellationToken cancellationToken)
    {
        TcpClient connecting = new() { NoDelay = true };
        try
        {
            await connecting.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return new(connecting);
        }
        catch
        {
            connecting.Dispose();
            throw;
        }
    }

    public void Add(params ReadOnlySpan<string> command)
    {
        pending.Append(CultureInfo.InvariantCulture, $"*{command.Length}\r\n");
        foreach (var word in command)
            pending.Append(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n");
    }

    /// <summary>Sends what was added and reads until the server has answered all of it.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(FlushLimit);
        var last = Guid.NewGuid().ToString("N");
        Add("ECHO", last);
        var bytes = Encoding.UTF8.GetBytes(pending.ToString());
        pending.Clear();
        var stream = client.GetStream();
        await Task.WhenAll(stream.WriteAsync(bytes, limit.Token).AsTask(), ReadUntilAsync(stream, last, limit.Token));
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task ReadUntilAsync(NetworkStream stream, string last, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        var tail = "";
        while (!tail.Contains(last, StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, cancellationToken);
            if (read == 0)
                throw new IOException("The server closed the connection.");
            var text = tail + Encoding.ASCII.GetString(buffer, 0, read);
            tail = text.Length <= last.Length ? text : text.Contains(last, StringComparison.Ordinal) ? text : text[^last.Length..];
        }
    }
}
