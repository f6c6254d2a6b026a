namespace RedisCto.Inspection.Protocol;

/// <summary>What answered does not speak the Redis protocol; the first byte tells TLS (an alert record) and HTTP from the rest.</summary>
internal sealed class RespProtocolException(byte firstByte) : Exception("The answer is not a Redis reply.")
{
    private const byte TlsAlertRecord = 0x15;

    public bool LooksLikeTls => firstByte == TlsAlertRecord;

    public bool LooksLikeHttp => firstByte == (byte)'H';
}
