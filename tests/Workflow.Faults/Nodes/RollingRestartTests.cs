using System.Net;
using Xunit;

namespace Workflow.Faults.Nodes;

/// <summary>The nodes are restarted one after another while people work behind the proxy.</summary>
[Collection(NodeTests.Name)]
public sealed class RollingRestartTests(NodeGroup nodes)
{
    private const int People = 4;

    [Fact]
    public async Task Every_node_is_stopped_and_started_again_and_nobody_notices_more_than_a_pause()
    {
        // given
        using var town = nodes.Town("rolling");
        using var enough = new CancellationTokenSource();
        var people = Enumerable.Range(0, People).Select(person => WorkAsync(town, person, enough.Token)).ToList();

        // when each ends as asked, and only then the next
        foreach (var node in nodes.Nodes)
        {
            var others = nodes.Nodes.Where(other => other != node).Select(other => (EndPoint)new IPEndPoint(IPAddress.Loopback, other.Url.Port)).ToList();
            nodes.Front.Targets = others;
            Assert.Equal(0, await node.StopAsync());
            await node.StartAsync();
            nodes.Front.Targets = [.. others, new IPEndPoint(IPAddress.Loopback, node.Url.Port)];
        }

        await enough.CancelAsync();
        await Task.WhenAll(people).WaitAsync(nodes.Ends);

        // then
        await nodes.AssertWholeAsync(town);
    }

    private static async Task WorkAsync(Town town, int person, CancellationToken enough)
    {
        for (int number = person; !enough.IsCancellationRequested; number += People) Assert.Equal(11, (await town.PlayAsync(number)).Status);
    }
}
