using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Workflow.Server.Delivery;

/// <summary>A network, with or without a port, that webhooks may reach though it is not public.</summary>
internal sealed record AllowedTarget(IPNetwork Network, int? Port)
{
    /// <summary>"127.0.0.1:9000", "10.0.0.0/8", "10.0.0.0/8:443", "::1", "[fd00::/8]:443"; null for anything else.</summary>
    public static AllowedTarget? Parse(string text)
    {
        var (address, port) = text.StartsWith('[')
            ? text.IndexOf(']', StringComparison.Ordinal) is > 0 and var end ? (text[1..end], text[(end + 1)..]) : (text, "")
            : text.Count(c => c == ':') == 1 ? (text[..text.IndexOf(':', StringComparison.Ordinal)], text[text.IndexOf(':', StringComparison.Ordinal)..])
            : (text, "");
        int? number = null;
        if (port.Length > 0)
        {
            if (port[0] != ':' || !int.TryParse(port.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var given) || given is 0 or > 65535) return null;
            number = given;
        }
        if (IPAddress.TryParse(address, out var one) && address.AsSpan().ContainsAny('.', ':'))
            return new(new IPNetwork(one, one.AddressFamily == AddressFamily.InterNetwork ? 32 : 128), number);
        // Only a network's own address: "10.0.0.1/8" is mostly meant as one machine.
        return IPNetwork.TryParse(address, out var network) && address.StartsWith(network.BaseAddress.ToString() + "/", StringComparison.OrdinalIgnoreCase) ? new(network, number) : null;
    }

    public bool Covers(IPAddress address, int port) => (Port is null || Port == port) && Network.Contains(address);
}

/// <summary>
/// Where webhooks may go: public addresses, and what the administrator allows. Asked of the address that is about to be connected
/// to, so a name that leads elsewhere a moment later gets nowhere.
/// </summary>
internal static class TargetGuard
{
    // IANA's special-purpose registries: loopback, private, shared (CGNAT), link-local, documentation, benchmarks, multicast, reserved.
    private static readonly ImmutableArray<IPNetwork> NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // Of IPv6's public block: protocol assignments with Teredo, documentation, 6to4 (an IPv4 address inside).
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork PublicIPv6 = IPNetwork.Parse("2000::/3");

    public static bool MayReach(IPAddress address, int port, IReadOnlyList<AllowedTarget> allowed)
    {
        // An IPv4 address in IPv6's clothes is what it is underneath.
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return IsPublic(address) || allowed.Any(a => a.Covers(address, port));
    }

    private static bool IsPublic(IPAddress address) =>
        (address.AddressFamily == AddressFamily.InterNetwork || PublicIPv6.Contains(address)) && !NotPublic.Any(n => n.Contains(address));

    /// <summary>Connects to the first address of the host that may be reached and answers.</summary>
    /// <exception cref="TargetRefusedException">none of its addresses may be reached</exception>
    public static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, IReadOnlyList<AllowedTarget> allowed, CancellationToken ct)
    {
        var addresses = IPAddress.TryParse(target.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(target.Host, ct);
        var reachable = addresses.Where(a => MayReach(a, target.Port, allowed)).ToArray();
        if (reachable.Length == 0) throw new TargetRefusedException($"'{target.Host}' leads to {string.Join(", ", addresses.Select(a => a.ToString()).DefaultIfEmpty("nowhere"))}, which is not public and not allowed");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(reachable, target.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A webhook's address is not public, and the administrator has not allowed it.</summary>
internal sealed class TargetRefusedException(string sentence) : Exception(sentence);
