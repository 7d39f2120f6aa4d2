using System.Text;
using Workflow.Core.Runtime;
using Xunit;

namespace Workflow.Core.Tests.Runtime;

/// <summary>A second batch is decided while the first is being written: which streams it may hold, and what a failure of either does to the other.</summary>
public sealed class PipelineTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
    private static readonly Actor By = new(ActorKind.Person, "tester");

    private readonly Batcher _batcher = With(BatchLimits.Default with { EnoughForNext = 1, ShareForNext = 0 });
    private long _ticket;

    [Fact]
    public void A_second_batch_is_cut_while_the_first_is_being_written_and_a_third_is_not()
    {
        var first = Commit(Send(Open("ledger-a")));

        var second = Commit(Send(Open("ledger-b")));
        var third = Send(Open("ledger-c"));

        Assert.Equal(["ledger-b"], StreamsOf(second));
        Assert.True(second.Id > first.Id);
        Assert.Empty(third);
        Assert.Equal(["ledger-c"], StreamsOf(Commit(Confirm(first))));
    }

    [Fact]
    public void A_stream_that_is_being_written_waits_for_its_outcome_and_is_decided_on_it()
    {
        var first = Commit(Send(Open("ledger-a")));

        var second = Commit(Send(new Deposit("ledger-a", 5) { By = By }, Open("ledger-b"), new Withdraw("ledger-a", 3) { By = By }));
        var outputs = Confirm(first);

        Assert.Equal(["ledger-b"], StreamsOf(second));
        var item = Assert.Single(Commit(outputs).Items);
        Assert.Equal("ledger-a", item.StreamId);
        Assert.Equal(1, item.Expected.Version);
        Assert.Equal([2L, 3], item.Commands.Select(c => c.Version));
        Assert.Empty(outputs.OfType<BatchOutput.Load>());
    }

    [Fact]
    public void Few_commands_wait_for_the_commit_that_is_under_way_instead_of_taking_one_of_their_own()
    {
        var batcher = With(BatchLimits.Default with { EnoughForNext = 3, ShareForNext = 0.5 });
        var first = Commit(Send(batcher, [.. Enumerable.Range(0, 8).Select(i => Open($"ledger-{i}"))]));

        Assert.Empty(Send(batcher, Open("ledger-a"), Open("ledger-b"), Open("ledger-c")));
        var second = Commit(Send(batcher, Open("ledger-d")));

        Assert.Equal(4, second.Items.Count);
        Assert.Empty(Send(batcher, Open("ledger-e")));
        Assert.Empty(batcher.Handle(Verdict(first), Now).OfType<BatchOutput.Commit>());
        Assert.Equal(["ledger-e"], StreamsOf(Commit(batcher.Handle(Verdict(second), Now))));
    }

    [Fact]
    public void When_the_first_could_not_be_written_just_now_the_pause_holds_for_what_comes_after_and_the_second_goes_on()
    {
        var first = Commit(Send(Open("ledger-a")));
        var second = Commit(Send(Open("ledger-b")));
        Send(Open("ledger-c"));

        Assert.Empty(_batcher.Handle(new BatchInput.CommitFailed(first.Id, CommitFailure.Transient, "disk full"), Now));
        var outputs = Confirm(second);

        Assert.IsType<Answer.Accepted>(Assert.Single(outputs.OfType<BatchOutput.Reply>()).Answer);
        Assert.Empty(outputs.OfType<BatchOutput.Commit>());
        Assert.Equal(["ledger-a", "ledger-c"], StreamsOf(Commit(_batcher.Handle(new BatchInput.Tick(), _batcher.WakeAt!.Value))));
    }

    [Fact]
    public void Suspects_wait_for_what_is_outstanding_and_stand_alone()
    {
        var first = Commit(Send(Open("ledger-a"), Open("ledger-b")));
        var second = Commit(Send(Open("ledger-c")));
        Assert.Empty(_batcher.Handle(new BatchInput.CommitFailed(first.Id, CommitFailure.Refused, "poison"), Now));
        Assert.Empty(Send(Open("ledger-d"), Open("ledger-e")));

        var one = Commit(Confirm(second));
        Assert.Equal(["ledger-a"], StreamsOf(one));
        Assert.Empty(Send(Open("ledger-f")));
        var other = Commit(_batcher.Handle(new BatchInput.CommitFailed(one.Id, CommitFailure.Refused, "poison"), Now));
        Assert.Equal(["ledger-b"], StreamsOf(other));

        Assert.Equal(["ledger-d", "ledger-e", "ledger-f"], StreamsOf(Commit(Confirm(other))));
    }

    [Fact]
    public void A_lost_batch_is_looked_up_by_its_own_ids_while_the_second_is_outstanding()
    {
        var first = Commit(Send(Open("ledger-a")));
        var second = Commit(Send(Open("ledger-b")));

        var lookUp = Assert.IsType<BatchOutput.LookUp>(Assert.Single(_batcher.Handle(new BatchInput.ConnectionLost(first.Id), Now)));
        Assert.Equal((first.Id, first.CommandIds.Single()), (lookUp.BatchId, lookUp.Ids.Single()));
        var found = new KnownCommand(lookUp.Ids[0], "ledger-a", Body("x"), 1, 42);
        var told = Assert.Single(_batcher.Handle(new BatchInput.LookedUp(first.Id, [found]), Now).OfType<BatchOutput.Reply>());

        Assert.Equal(42, ((Answer.Accepted)told.Answer).Position);
        Assert.True(_batcher.IsCommitting);
        Assert.IsType<Answer.Accepted>(Assert.Single(Confirm(second).OfType<BatchOutput.Reply>()).Answer);
        Assert.Equal(0, _batcher.Unanswered);
    }

    [Fact]
    public void A_conflict_of_the_first_is_decided_again_beside_the_second_before_what_came_later_on_its_stream()
    {
        var first = Commit(Send(Open("ledger-a")));
        var second = Commit(Send(Open("ledger-b")));
        Send(new Deposit("ledger-a", 5) { By = By });

        var outputs = _batcher.Handle(new BatchInput.Committed(first.Id, [ItemVerdict.Conflict]), Now);
        Assert.Equal("ledger-a", Assert.Single(outputs.OfType<BatchOutput.Load>()).Streams.Single().StreamId);
        var again = Commit(_batcher.Handle(new BatchInput.Loaded([new LoadedStream("ledger-a", LedgerState.Empty, new StreamHead(1, 7, Now))]), Now));

        Assert.Equal([typeof(OpenLedger), typeof(Deposit)], again.Items.Single().Commands.Select(c => c.Envelope.Command.GetType()));
        Assert.IsType<Answer.Accepted>(Assert.Single(Confirm(second).OfType<BatchOutput.Reply>()).Answer);
    }

    [Fact]
    public void Outcomes_that_come_twice_or_for_no_batch_change_nothing()
    {
        var first = Commit(Send(Open("ledger-a")));
        Assert.Single(Confirm(first).OfType<BatchOutput.Reply>());

        Assert.Empty(Confirm(first));
        Assert.Empty(_batcher.Handle(new BatchInput.ConnectionLost(99), Now));
        Assert.False(_batcher.IsCommitting);
    }

    private static OpenLedger Open(string ledger) => new(ledger, "n") { By = By };

    private IReadOnlyList<BatchOutput> Send(params IReadOnlyList<Command> commands) => Send(_batcher, commands);

    private IReadOnlyList<BatchOutput> Send(Batcher batcher, params IReadOnlyList<Command> commands) =>
        batcher.Handle([.. commands.Select(c => new BatchInput.Submit(new Envelope(new CommandId("tester", "http", Guid.NewGuid().ToString()), c, Body("x")), ++_ticket))], Now);

    private IReadOnlyList<BatchOutput> Confirm(Batch batch) => _batcher.Handle(Verdict(batch), Now);

    private static BatchInput.Committed Verdict(Batch batch) =>
        new(batch.Id, [.. batch.Items.Select(i => new ItemVerdict(
            true, false, new StreamHead(i.Expected.Version + i.RowCount, 100, i.Commands[^1].At), [.. Enumerable.Range(1, i.RowCount).Select(p => (long)p)], []))]);

    private static Batch Commit(IReadOnlyList<BatchOutput> outputs) => Assert.Single(outputs.OfType<BatchOutput.Commit>()).Batch;

    private static IEnumerable<string> StreamsOf(Batch batch) => batch.Items.Select(i => i.StreamId).Order(StringComparer.Ordinal);

    private static Batcher With(BatchLimits limits) =>
        new(new Dictionary<string, StreamKind>(StringComparer.Ordinal) { ["ledger"] = new LedgerStreams() }, limits);

    private static byte[] Body(string text) => Encoding.UTF8.GetBytes(text);
}
