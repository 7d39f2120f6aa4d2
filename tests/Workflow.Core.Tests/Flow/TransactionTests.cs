using Workflow.Core.Bpmn;
using Workflow.Core.Flow;
using Xunit;

namespace Workflow.Core.Tests.Flow;

/// <summary>Transactions: BPMN 2.0, clause 13.3.3 and 10.3.5.</summary>
public sealed class TransactionTests
{
    private static ProcessGraph Booking() => Draw.Process("""
        start -> tx -> after -> end
        cancelled -> fix -> end
        failed -> mend -> end
        tx: start2 -> a -> fork -> b -> xor -[stop]-> cancel
        tx: xor -[*]-> end2
        tx: fork -> c -> end3
        tx: fork -> job -> end4
        """,
        [
            new SubProcess("tx", null, null) { IsTransaction = true }, Draw.End("cancel", new CancelDefinition()), Draw.On("tx", "cancelled", new CancelDefinition()),
            Draw.On("tx", "failed", new ErrorDefinition(null)), .. Draw.Undoes("a", "ua", "tx"), .. Draw.Undoes("c", "uc", "tx"),
        ]);

    [Fact]
    public void A_cancel_stops_what_runs_then_undoes_what_was_done_and_leaves_by_its_event()
    {
        var play = Play.Begin(Booking());
        play.Complete("a").Complete("c");
        var before = play.Log.Count;
        play.Complete("b", ("stop", true));
        Assert.Equal(["uc"], play.Open);
        Assert.Contains(play.Log.Skip(before), e => e is ActivityCancelled { Element: "job" });
        play.Complete("uc");
        Assert.Equal(["ua"], play.Open);
        Assert.DoesNotContain("cancelled", play.Passed);
        play.Complete("ua");
        Assert.Equal(["fix"], play.Open);
        play.Complete("fix").AssertEnded();
    }

    [Fact]
    public void A_cancel_with_nothing_to_undo_leaves_at_once()
    {
        var play = Play.Begin(Draw.Process("""
            start -> tx -> after -> end
            cancelled -> fix -> end
            tx: start2 -> a -> cancel
            """, new SubProcess("tx", null, null) { IsTransaction = true }, Draw.End("cancel", new CancelDefinition()), Draw.On("tx", "cancelled", new CancelDefinition())));
        play.Complete("a");
        Assert.Equal(["fix"], play.Open);
        play.Complete("fix").AssertEnded();
    }

    [Fact]
    public void A_hazard_leaves_by_its_error_event_and_undoes_nothing()
    {
        var play = Play.Begin(Booking());
        play.Complete("a").Complete("c").Throw("job", "broken");
        Assert.Equal(["mend"], play.Open);
        Assert.DoesNotContain(play.Log, e => e is CompensationStarted);
        play.Complete("mend").AssertEnded();
    }

    [Fact]
    public void A_transaction_that_is_neither_cancelled_nor_failed_goes_on_behind_itself()
    {
        var play = Play.Begin(Booking());
        play.Complete("a").Complete("b", ("stop", false)).Complete("c").Complete("job");
        Assert.Equal(["after"], play.Open);
        play.Complete("after").AssertEnded();
    }
}
