using System.Net;

namespace Workflow.Server.Identity;

/// <summary>
/// Slows down guessing from one address over many accounts: after <paramref name="failuresMax"/> failures within a minute
/// an address waits for the next minute. Only failures count, for a whole office may share one address.
/// </summary>
public sealed class FailureLimit(int failuresMax, TimeProvider time)
{
    public const int FailuresUsual = 30;

    /// <summary>Past this many addresses within a minute all are forgotten: the list must not grow without end.</summary>
    private const int AddressesMax = 50_000;

    private readonly Dictionary<IPAddress, int> failures = [];
    private readonly Lock gate = new();
    private long minute;

    public bool MayTry(IPAddress? address)
    {
        lock (gate)
        {
            Turn();
            return failures.GetValueOrDefault(Key(address)) < failuresMax;
        }
    }

    public void Failed(IPAddress? address)
    {
        lock (gate)
        {
            Turn();
            if (failures.Count >= AddressesMax) failures.Clear();
            failures[Key(address)] = failures.GetValueOrDefault(Key(address)) + 1;
        }
    }

    private void Turn()
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds() / 60;
        if (now == minute) return;
        minute = now;
        failures.Clear();
    }

    // An IPv6 customer holds a /64 of addresses, so that prefix counts as one.
    private static IPAddress Key(IPAddress? address)
    {
        if (address is null) return IPAddress.None;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != System.Net.Sockets.AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
