using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Workflow.Server.Hosting;

/// <summary>What one request may cost, named.</summary>
internal static class Limits
{
    /// <summary>Bodies of ordinary requests; a definition is the largest. File uploads raise it for themselves.</summary>
    public const long BodyBytesMax = 5L << 20;

    /// <summary>Running requests get so long to end before the process goes.</summary>
    public static readonly TimeSpan ShutdownPatience = TimeSpan.FromSeconds(10);

    public static void Set(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = BodyBytesMax;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 << 10;
        kestrel.Limits.MaxRequestHeaderCount = 64;
        kestrel.Limits.MaxRequestLineSize = 8 << 10;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);
        kestrel.Limits.MaxConcurrentConnections = 10_000;
    }
}
