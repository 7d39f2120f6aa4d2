using System.Net;
using Workflow.Server.Delivery;
using Xunit;

namespace Workflow.Server.Tests.Delivery;

public sealed class TargetGuardTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.1.2")]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::7f00:1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2001:0:53aa:64c::1")]
    [InlineData("2001:db8::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12::1")]
    [InlineData("fe80::1")]
    [InlineData("ff02::1")]
    public void An_address_that_is_not_public_is_refused(string address) => Assert.False(TargetGuard.MayReach(IPAddress.Parse(address), 443, []));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("223.5.5.5")]
    [InlineData("::ffff:223.5.5.5")]
    [InlineData("2400:3200::1")]
    public void A_public_address_may_be_reached(string address) => Assert.True(TargetGuard.MayReach(IPAddress.Parse(address), 443, []));

    [Theory]
    [InlineData("127.0.0.1:9000", "127.0.0.1", 9000, true)]
    [InlineData("127.0.0.1:9000", "127.0.0.1", 9001, false)]
    [InlineData("127.0.0.1:9000", "::ffff:127.0.0.1", 9000, true)]
    [InlineData("127.0.0.1", "127.0.0.1", 80, true)]
    [InlineData("10.0.0.0/8", "10.200.3.4", 80, true)]
    [InlineData("10.0.0.0/8:443", "10.200.3.4", 80, false)]
    [InlineData("10.0.0.0/8", "11.0.0.1", 80, true)]
    [InlineData("192.168.4.0/24", "192.168.5.1", 80, false)]
    [InlineData("[::1]:80", "::1", 80, true)]
    [InlineData("[fd00::/8]:443", "fd12::1", 443, true)]
    [InlineData("fd00::/8", "fe80::1", 443, false)]
    public void What_the_administrator_allows_may_be_reached(string allowed, string address, int port, bool may) =>
        Assert.Equal(may, TargetGuard.MayReach(IPAddress.Parse(address), port, [AllowedTarget.Parse(allowed)!]));

    [Theory]
    [InlineData("")]
    [InlineData("localhost")]
    [InlineData("localhost:80")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.1/8")]
    [InlineData("127.0.0.1:0")]
    [InlineData("127.0.0.1:70000")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("1")]
    [InlineData("[::1]80")]
    public void What_is_no_address_allows_nothing(string text) => Assert.Null(AllowedTarget.Parse(text));
}
