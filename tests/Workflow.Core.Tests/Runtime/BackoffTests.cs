using Workflow.Core.Runtime;
using Xunit;

namespace Workflow.Core.Tests.Runtime;

public sealed class BackoffTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Pauses_double_up_to_the_cap_and_stay_there()
    {
        var pauses = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
        Assert.Equal([1, 2, 4, 8, 10, 10], Enumerable.Range(1, 6).Select(n => pauses.After(n).TotalSeconds));
        Assert.Equal(TimeSpan.FromSeconds(10), pauses.After(int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => pauses.After(0));
    }

    [Fact]
    public void The_last_try_gives_up()
    {
        Assert.Equal(new Retry.Again(Now.AddSeconds(2)), Retry.After(2, tries: 3, Backoff.OfQueues, Now));
        Assert.Equal(new Retry.GiveUp(), Retry.After(3, tries: 3, Backoff.OfQueues, Now));
    }

    [Fact]
    public void A_lease_is_one_owner_s_until_it_runs_out()
    {
        var lease = Lease.None.Claim("a", TimeSpan.FromSeconds(5), Now)!.Value;
        Assert.True(lease.IsHeldBy("a", Now.AddSeconds(4)));
        Assert.Null(lease.Claim("b", TimeSpan.FromSeconds(5), Now.AddSeconds(4)));
        Assert.Equal("a", lease.Claim("a", TimeSpan.FromSeconds(5), Now.AddSeconds(4))!.Value.Owner);
        Assert.Equal("b", lease.Claim("b", TimeSpan.FromSeconds(5), Now.AddSeconds(5))!.Value.Owner);
    }
}
