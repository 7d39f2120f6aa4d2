using Workflow.Core.Flow;
using Workflow.Core.Tests.Flow;
using Workflow.Postgres.Log;
using Xunit;

namespace Workflow.Postgres.Tests.Log;

/// <summary>What tokens did, written as it is stored and read again, makes the same state: for random models of every kind of element.</summary>
public sealed class StoredFlowTests
{
    private const string Stream = "case-1";
    private const int Models = 300;

    [Fact]
    public void A_random_history_that_was_stored_and_read_again_makes_the_state_that_it_made_live()
    {
        var json = new EventJson();
        var kinds = new HashSet<Type>();
        foreach (var seed in Enumerable.Range(500_000, Models))
        {
            var driver = new RandomDriver(RandomModelGraph.Of(RandomModel.Make(seed)), new Choices([], new Random(seed)));
            Assert.Null(driver.Run());
            var read = FlowState.Empty;
            foreach (var happened in driver.Play.Log)
            {
                read = read.Evolve((FlowEvent)json.Read(Stream, json.AliasOf(happened), json.Write(happened), key: null));
                kinds.Add(happened.GetType());
            }
            Assert.Equal(Play.Show(driver.Play.State), Play.Show(read));
        }
        Assert.True(kinds.Count >= 20, $"only {kinds.Count} kinds of events came about");
    }
}
