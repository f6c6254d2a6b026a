using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using RedisCto.Inspection.Protocol;
using RedisCto.Inspection.Snapshots;

namespace RedisCto.Inspection.Connections;

/// <summary>Puts a connection that failed into words: what is wrong, and what to do. Says nothing that a secret could be in.</summary>
internal sealed class ConnectionDiagnosis(ConnectionSettings settings, InspectionLimits limits, TimeProvider time)
{
    public async Task<InspectionException> ExplainAsync(Exception failure, CancellationToken cancellationToken)
    {
        var reason = failure switch
        {
            InspectionException known => known.Message,
            SocketException socket => OfSocket(socket),
            RespProtocolException { LooksLikeTls: true } => TlsOnly,
            RespProtocolException { LooksLikeHttp: true } =>
                $"{settings.Label} answers like an HTTP server, not like Redis. Correct the port in {settings.Source}.",
            RespProtocolException =>
                $"{settings.Label} does not answer in the Redis protocol. Correct the host and port in {settings.Source}.",
            AuthenticationException when await AnswersPlainAsync(cancellationToken) => PlainOnly,
            AuthenticationException => BadCertificate,
            OperationCanceledException or IOException when settings.Tls =>
                await AnswersPlainAsync(cancellationToken) ? PlainOnly : NoAnswerAfterTls(failure),
            IOException when await AnswersTlsAsync(cancellationToken) => TlsOnly,
            IOException when await ReadGreetingAsync(cancellationToken) is { } refusal => EntryRefusal.Of(refusal, settings).Message,
            IOException =>
                $"{settings.Label} closed the connection without an answer. Check that it is a Redis server, and that nothing between " +
                "(a proxy, a firewall) cuts the connection.",
            _ => NoAnswer,
        };
        return new InspectionException(reason, failure);
    }

    private string TlsOnly => $"{settings.Label} speaks TLS, but the connection is in plain text. Use rediss:// (or ssl=true) in {settings.Source}.";

    private string PlainOnly =>
        $"{settings.Label} does not speak TLS, but the connection asks for it. Use redis:// (no ssl=true) in {settings.Source}, " +
        "or the server's TLS port.";

    private string BadCertificate =>
        $"The TLS certificate of {settings.Label} was not accepted, or TLS could not be agreed on. Its authority must be trusted by this machine or named by " +
        "REDIS_CTO_CA_FILE (a PEM file), and it must name the host that is connected to. A server that demands a client certificate cannot be entered.";

    private string NoAnswer =>
        $"{settings.Label} gave no answer within {limits.Connect.TotalSeconds:0.#} s. Either nothing lets the connection through (firewall, wrong address), " +
        "or the server is stopped or busy with one slow command (KEYS, a Lua script, a big DEL). Check with: redis-cli -h <host> -p <port> ping";

    private string NoAnswerAfterTls(Exception failure) => failure is OperationCanceledException
        ? NoAnswer
        : $"{settings.Label} closed the connection during or after the TLS handshake. It may demand a client certificate (tls-auth-clients yes), " +
          "which an inspection does not have: set tls-auth-clients optional, or give an address without that demand.";

    private string OfSocket(SocketException failure) => failure.SocketErrorCode switch
    {
        SocketError.ConnectionRefused =>
            $"Nothing listens on {settings.Label}. Start the server, or correct the host and port in {settings.Source}.",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery =>
            $"The host of {settings.Label} cannot be resolved. Correct the host in {settings.Source}.",
        SocketError.NetworkUnreachable or SocketError.HostUnreachable =>
            $"There is no route to {settings.Label}. Check the network (VPN, security group) and {settings.Source}.",
        SocketError.TimedOut => NoAnswer,
        _ => $"{settings.Label} cannot be connected to ({failure.SocketErrorCode}). Check the host and port in {settings.Source}.",
    };

    private Task<bool> AnswersTlsAsync(CancellationToken cancellationToken) => TryAsync(
        async (stream, token) =>
        {
#pragma warning disable CA5359, MA0039 // Only whether TLS is spoken is asked: nothing is sent over this connection, so no certificate needs to be trusted.
            await using var probe = new SslStream(stream, leaveInnerStreamOpen: true, (_, _, _, _) => true);
#pragma warning restore CA5359, MA0039
            await probe.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = settings.TlsHost }, token);
            return true;
        },
        cancellationToken);

    private Task<bool> AnswersPlainAsync(CancellationToken cancellationToken) => TryAsync(
        async (stream, token) =>
        {
            await stream.WriteAsync("PING\r\n"u8.ToArray(), token);
            return await new RespReader(stream).ReadAsync(token) is RespString or RespError;
        },
        cancellationToken);

    /// <summary>A server that turns clients away unasked (maxclients, protected mode) says why, if one only listens: what we send makes it lost.</summary>
    private async Task<RespError?> ReadGreetingAsync(CancellationToken cancellationToken)
    {
        RespError? greeting = null;
        await TryAsync(
            async (stream, token) =>
            {
                greeting = await new RespReader(stream).ReadAsync(token) as RespError;
                return true;
            },
            cancellationToken);
        return greeting is not null && EntryRefusal.IsFinal(greeting) ? greeting : null;
    }

    private async Task<bool> TryAsync(Func<Stream, CancellationToken, Task<bool>> probe, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(limits.Diagnose, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            var addresses = await RedisConnector.FindAddressesAsync(settings, both.Token);
            await socket.ConnectAsync(addresses, settings.Port, both.Token);
            await using var stream = new NetworkStream(socket);
            return await probe(stream, both.Token);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && failure is
            IOException or SocketException or InspectionException or AuthenticationException or RespProtocolException or OperationCanceledException)
        {
            return false;
        }
    }
}
