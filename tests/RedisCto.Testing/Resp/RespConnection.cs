using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace RedisCto.Testing.Resp;

/// <summary>
/// One bare connection: sends a command, reads its reply. Nothing is sent that the test did not ask for, so that what the
/// server saw is exactly what the test wrote. Bytes are carried as Latin-1 inside <see cref="RespReply"/> where they are not UTF-8.
/// </summary>
public sealed class RespConnection : IAsyncDisposable
{
    private readonly Socket socket;
    private readonly Stream stream;
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly byte[] buffer = new byte[16 * 1024];
    private int start;
    private int end;

    private RespConnection(Socket socket, Stream stream)
    {
        this.socket = socket;
        this.stream = stream;
    }

    /// <summary>True once the server has closed the connection and nothing is left to read, as after CLIENT KILL.</summary>
    public bool IsClosedByServer => start == end && socket.Poll(TimeSpan.Zero, SelectMode.SelectRead) && socket.Available == 0;

    /// <summary>Limit for one command and its reply.</summary>
    public TimeSpan Limit { get; set; } = TimeSpan.FromSeconds(30);

    public static async Task<RespConnection> ConnectAsync(string host, int port, CancellationToken cancellation)
    {
        var client = new TcpClient { NoDelay = true };
        try
        {
            await client.ConnectAsync(host, port, cancellation);
            return new RespConnection(client.Client, client.GetStream());
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <param name="authorityCertificate">The PEM file of the only authority that is trusted.</param>
    public static async Task<RespConnection> ConnectTlsAsync(string host, int port, string authorityCertificate, CancellationToken cancellation)
    {
        var client = new TcpClient { NoDelay = true };
        try
        {
            await client.ConnectAsync(host, port, cancellation);
            using var authority = X509CertificateLoader.LoadCertificateFromFile(authorityCertificate);
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.Add(authority);
            var secure = new SslStream(client.GetStream());
            var options = new SslClientAuthenticationOptions { TargetHost = host, CertificateChainPolicy = policy };
            await secure.AuthenticateAsClientAsync(options, cancellation);
            return new RespConnection(client.Client, secure);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <exception cref="RespErrorException">The server answered with an error.</exception>
    public async Task<RespReply> SendAsync(IReadOnlyList<string> command, CancellationToken cancellation)
    {
        var reply = await TrySendAsync(command, cancellation);
        return reply.IsError ? throw new RespErrorException(reply.Text) : reply;
    }

    /// <summary>Sends a command and hands back whatever comes, errors included.</summary>
    /// <exception cref="IOException">The connection ended before the reply was complete.</exception>
    /// <exception cref="TimeoutException">No reply within <see cref="Limit"/>.</exception>
    public async Task<RespReply> TrySendAsync(IReadOnlyList<string> command, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        try
        {
            await gate.WaitAsync(limit.Token);
            try
            {
                await stream.WriteAsync(Encode(command), limit.Token);
                return await ReadReplyAsync(limit.Token);
            }
            finally
            {
                gate.Release();
            }
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"no reply to {command[0]} within {Limit.TotalSeconds:0.#} s", e);
        }
    }

    /// <summary>Waits for something the server sends by itself: a message, an invalidation, a line of MONITOR.</summary>
    public async Task<RespReply> ReceiveAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        try
        {
            return await ReadReplyAsync(limit.Token);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing came within {Limit.TotalSeconds:0.#} s", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        gate.Dispose();
    }

    private static byte[] Encode(IReadOnlyList<string> command)
    {
        using var bytes = new MemoryStream();
        bytes.Write(Encoding.ASCII.GetBytes($"*{command.Count}\r\n"));
        foreach (var part in command)
        {
            var value = Encoding.UTF8.GetBytes(part);
            bytes.Write(Encoding.ASCII.GetBytes($"${value.Length}\r\n"));
            bytes.Write(value);
            bytes.Write("\r\n"u8);
        }

        return bytes.ToArray();
    }

    private async Task<RespReply> ReadReplyAsync(CancellationToken cancellation)
    {
        var line = await ReadLineAsync(cancellation);
        if (line.Length == 0)
            throw new InvalidDataException("the server sent an empty line");

        var rest = line[1..];
        switch (line[0])
        {
            case '+':
                return Scalar(RespKind.Simple, rest);
            case '-':
                return Scalar(RespKind.Error, rest);
            case ':' or '(':
                return Scalar(RespKind.Integer, rest);
            case ',':
                return Scalar(RespKind.Double, rest);
            case '#':
                return Scalar(RespKind.Boolean, rest is "t" ? "true" : "false");
            case '_':
                return Scalar(RespKind.Null, "");
            case '$' or '=' or '!':
                return await ReadBulkAsync(line[0], Count(rest), cancellation);
            case '*':
                return await ReadItemsAsync(RespKind.Array, Count(rest), cancellation);
            case '~':
                return await ReadItemsAsync(RespKind.Set, Count(rest), cancellation);
            case '>':
                return await ReadItemsAsync(RespKind.Push, Count(rest), cancellation);
            case '%':
                return await ReadItemsAsync(RespKind.Map, 2 * Count(rest), cancellation);
            default:
                throw new InvalidDataException($"the server sent '{line}', which is not RESP");
        }
    }

    private static RespReply Scalar(RespKind kind, string text) => new(kind, text, []);

    private static int Count(string text) => int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private async Task<RespReply> ReadBulkAsync(char type, int length, CancellationToken cancellation)
    {
        if (length < 0)
            return Scalar(RespKind.Null, "");

        var value = new byte[length];
        for (var filled = 0; filled < length;)
        {
            await FillAsync(cancellation);
            var part = Math.Min(end - start, length - filled);
            buffer.AsSpan(start, part).CopyTo(value.AsSpan(filled));
            start += part;
            filled += part;
        }

        await ReadLineAsync(cancellation);
        var text = Decode(value);
        return type switch
        {
            '!' => Scalar(RespKind.Error, text),
            '=' => Scalar(RespKind.Bulk, text[4..]), // "txt:" before a verbatim string
            _ => Scalar(RespKind.Bulk, text),
        };
    }

    private async Task<RespReply> ReadItemsAsync(RespKind kind, int count, CancellationToken cancellation)
    {
        if (count < 0)
            return Scalar(RespKind.Null, "");

        var items = new List<RespReply>(Math.Min(count, 1024));
        for (var i = 0; i < count; i++)
            items.Add(await ReadReplyAsync(cancellation));
        return new RespReply(kind, "", items);
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellation)
    {
        var line = new List<byte>();
        while (true)
        {
            await FillAsync(cancellation);
            var next = buffer[start++];
            if (next == '\n')
                break;
            line.Add(next);
        }

        if (line is [.., (byte)'\r'])
            line.RemoveAt(line.Count - 1);
        return Decode([.. line]);
    }

    private async Task FillAsync(CancellationToken cancellation)
    {
        if (start < end)
            return;
        // Assigned after the wait: a wait that is given up must leave the buffer empty.
        var read = await stream.ReadAsync(buffer, cancellation);
        if (read == 0)
            throw new EndOfStreamException("the server closed the connection");
        (start, end) = (0, read);
    }

    private static string Decode(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        return text.Contains('\uFFFD', StringComparison.Ordinal) ? Encoding.Latin1.GetString(bytes) : text;
    }
}
