using System.Globalization;
using System.Text;

namespace RedisCto.Inspection.Protocol;

/// <summary>Reads Redis protocol (RESP2) replies from a stream, with a limit on everything that a server could send too much of.</summary>
internal sealed class RespReader(Stream stream)
{
    private const int MaxLine = 64 * 1024;
    private const int MaxBulk = 64 * 1024 * 1024;
    private const int MaxItems = 1024 * 1024;
    private const int MaxDepth = 16;

    private byte[] buffer = new byte[16 * 1024];
    private int start;
    private int end;

    /// <exception cref="RespProtocolException">What came is not a Redis reply.</exception>
    /// <exception cref="EndOfStreamException">The server closed the connection.</exception>
    public ValueTask<RespReply> ReadAsync(CancellationToken cancellationToken) => ReadAsync(0, cancellationToken);

    private async ValueTask<RespReply> ReadAsync(int depth, CancellationToken cancellationToken)
    {
        await FillAsync(1, cancellationToken);
        var kind = buffer[start];
        if (kind is not ((byte)'+' or (byte)'-' or (byte)':' or (byte)'$' or (byte)'*') || depth > MaxDepth)
            throw new RespProtocolException(kind);

        var line = await ReadLineAsync(cancellationToken);
        switch (kind)
        {
            case (byte)'+':
                return new RespString(Encoding.UTF8.GetBytes(line));
            case (byte)'-':
                return new RespError(line);
        }

        if (!long.TryParse(line, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            throw new RespProtocolException(kind);
        return kind switch
        {
            (byte)':' => new RespInteger(number),
            _ when number < 0 => new RespNull(),
            (byte)'$' => await ReadBulkAsync(number, cancellationToken),
            _ => await ReadArrayAsync(number, depth, cancellationToken),
        };
    }

    private async ValueTask<RespReply> ReadBulkAsync(long length, CancellationToken cancellationToken)
    {
        if (length > MaxBulk)
            throw new RespProtocolException((byte)'$');

        var bytes = new byte[length];
        var copied = Math.Min(end - start, bytes.Length);
        buffer.AsSpan(start, copied).CopyTo(bytes);
        start += copied;
        if (copied < bytes.Length)
            await stream.ReadExactlyAsync(bytes.AsMemory(copied), cancellationToken);
        await FillAsync(2, cancellationToken);
        start += 2;
        return new RespString(bytes);
    }

    private async ValueTask<RespReply> ReadArrayAsync(long length, int depth, CancellationToken cancellationToken)
    {
        if (length > MaxItems)
            throw new RespProtocolException((byte)'*');

        var items = new List<RespReply>((int)Math.Min(length, 1024));
        for (var i = 0; i < length; i++)
            items.Add(await ReadAsync(depth + 1, cancellationToken));
        return new RespArray(items);
    }

    private async ValueTask<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        var searched = 1;
        while (true)
        {
            var newline = buffer.AsSpan(start + searched, end - start - searched).IndexOf("\r\n"u8);
            if (newline >= 0)
            {
                var line = Encoding.UTF8.GetString(buffer, start + 1, searched + newline - 1);
                start += searched + newline + 2;
                return line;
            }

            // A CR may be the last byte read so far.
            searched = Math.Max(1, end - start - 1);
            if (searched > MaxLine)
                throw new RespProtocolException(buffer[start]);
            await FillAsync(end - start + 1, cancellationToken);
        }
    }

    private async ValueTask FillAsync(int wanted, CancellationToken cancellationToken)
    {
        while (end - start < wanted)
        {
            if (start > 0)
            {
                buffer.AsSpan(start, end - start).CopyTo(buffer);
                (start, end) = (0, end - start);
            }

            if (end == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
            var read = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken);
            if (read == 0)
                throw new EndOfStreamException("The server closed the connection.");
            end += read;
        }
    }
}
