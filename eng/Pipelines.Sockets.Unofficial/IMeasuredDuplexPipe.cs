using System.IO.Pipelines;

namespace Pipelines.Sockets.Unofficial;

/// <summary>A connection that counts its bytes.</summary>
public interface IMeasuredDuplexPipe : IDuplexPipe
{
    /// <summary>Bytes handed to the network so far.</summary>
    long TotalBytesSent { get; }

    /// <summary>Bytes received from the network so far.</summary>
    long TotalBytesReceived { get; }
}
