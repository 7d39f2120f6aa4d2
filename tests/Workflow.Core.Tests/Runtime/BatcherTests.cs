using System.Text;
using Workflow.Core.Runtime;
using Xunit;

namespace Workflow.Core.Tests.Runtime;

/// <summary>The batcher move by move; what many moves together do stands in <see cref="Simulation.SimulationTests"/>.</summary>
public sealed class BatcherTests
{
    private static readonly DateTimeOffset Now = new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero).AddTicks(1_234_567);
    private static readonly Actor By = new(ActorKind.Person, "tester");

    private readonly Batcher _batcher;
    private long _ticket;

    public BatcherTests() => _batcher = With(BatchLimits.Default);

    [Fact]
    public void Commands_that_arrive_during_a_commit_are_collected_and_decided_after_it()
    {
        var first = Commit(Send(Open("ledger-a"), Open("ledger-b")));
        Assert.Equal(2, first.Items.Count);
        Assert.Empty(Send(Open("ledger-c")));
        Assert.Empty(Send(Open("ledger-d")));

        var outputs = Confirm(first);

        Assert.Equal(2, outputs.OfType<BatchOutput.Reply>().Count());
        Assert.Equal(["ledger-c", "ledger-d"], Commit(outputs).Items.Select(i => i.StreamId));
    }

    [Fact]
    public void A_stream_stands_once_in_a_batch_with_its_commands_folded_together()
    {
        Confirm(Commit(Send(Open("ledger-a"))));

        var batch = Commit(Send(Open("ledger-a"), new Deposit("ledger-a", 5) { By = By }, new Withdraw("ledger-a", 9) { By = By }, new Withdraw("ledger-a", 5) { By = By }));

        var item = Assert.Single(batch.Items);
        Assert.Equal([1L, 2, 2, 3], item.Commands.Select(c => c.Version));
        Assert.IsType<Answer.Rejected>(item.Commands[2].Refusal);
        Assert.Equal(0, ((LedgerState)item.After).Balance);
    }

    [Fact]
    public void A_refusal_is_told_only_once_its_stream_is_confirmed()
    {
        var batch = Commit(Send(new Withdraw("ledger-a", 1) { By = By }, loaded: true));
        Assert.Equal(0, batch.Items[0].RowCount);

        // Another node deposited meanwhile: on the new state the same command is accepted.
        var outputs = _batcher.Handle(new BatchInput.Committed(batch.Id, [ItemVerdict.Conflict]), Now);
        Assert.Empty(outputs.OfType<BatchOutput.Reply>());
        var load = Assert.Single(outputs.OfType<BatchOutput.Load>());
        Assert.Equal("ledger-a", load.Streams[0].StreamId);
        var again = Commit(_batcher.Handle(new BatchInput.Loaded([new LoadedStream("ledger-a", new LedgerState { Balance = 3 }, new StreamHead(1, 7, Now))]), Now));
        Assert.True(again.Items[0].Commands[0].IsAccepted);
        Assert.Equal(1, again.Items[0].Expected.Version);
    }

    [Fact]
    public void After_a_lost_connection_nobody_is_answered_before_the_look_up()
    {
        var batch = Commit(Send(Open("ledger-a"), Open("ledger-b")));
        var lookUp = Assert.IsType<BatchOutput.LookUp>(Assert.Single(_batcher.Handle(new BatchInput.ConnectionLost(batch.Id), Now)));
        Assert.Empty(Send(Open("ledger-c")));

        var found = new KnownCommand(lookUp.Ids[0], "ledger-a", Body("x"), 1, 42);
        var outputs = _batcher.Handle(new BatchInput.LookedUp(batch.Id, [found]), Now);

        var reply = Assert.Single(outputs.OfType<BatchOutput.Reply>());
        Assert.Equal((1L, 42L), (((Answer.Accepted)reply.Answer).Version, ((Answer.Accepted)reply.Answer).Position));
        Assert.Empty(outputs.OfType<BatchOutput.Commit>());
        Assert.Equal(["ledger-b", "ledger-c"], Commit(_batcher.Handle(new BatchInput.Tick(), _batcher.WakeAt!.Value)).Items.Select(i => i.StreamId));
    }

    [Fact]
    public void A_pause_ends_soon_though_the_database_s_clock_is_put_back_meanwhile()
    {
        var batch = Commit(Send(Open("ledger-a")));
        Assert.Empty(_batcher.Handle(new BatchInput.CommitFailed(batch.Id, CommitFailure.Transient, "another primary comes"), Now));

        var outputs = _batcher.Handle(new BatchInput.Tick(), Now.AddMinutes(-10));

        Assert.Equal("ledger-a", Commit(outputs).Items.Single().StreamId);
    }

    [Fact]
    public void A_refused_batch_is_halved_until_the_cause_stands_alone()
    {
        var outputs = Send([.. Enumerable.Range(0, 9).Select(i => Open($"ledger-{i}"))]);
        var answers = new List<Answer>();
        int commits = 0;
        while (outputs.OfType<BatchOutput.Commit>().SingleOrDefault() is { Batch: var batch })
        {
            commits++;
            outputs = batch.Items.Any(i => i.StreamId == "ledger-6")
                ? _batcher.Handle(new BatchInput.CommitFailed(batch.Id, CommitFailure.Refused, "poison"), Now) : Confirm(batch);
            answers.AddRange(outputs.OfType<BatchOutput.Reply>().Select(r => r.Answer));
        }

        Assert.Equal(8, answers.OfType<Answer.Accepted>().Count());
        Assert.Equal(FailureCodes.RefusedByDatabase, Assert.Single(answers.OfType<Answer.Failed>()).Code);
        Assert.True(commits <= 9, $"{commits} commits");
    }

    [Fact]
    public void People_go_before_timers_and_timers_still_go()
    {
        var batcher = With(BatchLimits.Default with { CommandsPerBatch = 10, PlacesForLower = 2, PassedOver = 0, BatchesAtOnce = 1 });
        var inputs = Enumerable.Range(0, 40).Select(i => (BatchInput)new BatchInput.Submit(Envelope(Open($"ledger-t{i}"), CommandPriority.Timer), i))
            .Concat(Enumerable.Range(0, 40).Select(i => (BatchInput)new BatchInput.Submit(Envelope(Open($"ledger-p{i}")), 100 + i))).ToList();

        var batch = Commit(batcher.Handle(inputs, Now));

        Assert.Equal(8, batch.Items.Count(i => i.StreamId.StartsWith("ledger-p", StringComparison.Ordinal)));
        Assert.Equal(2, batch.Items.Count(i => i.StreamId.StartsWith("ledger-t", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_same_id_under_way_is_answered_together_and_another_body_is_refused()
    {
        var envelope = Envelope(Open("ledger-a"));
        var batch = Commit(_batcher.Handle([new BatchInput.Submit(envelope, 1), new BatchInput.Submit(envelope, 2), new BatchInput.Submit(envelope with { BodyHash = Body("other") }, 3)], Now));
        Assert.Single(batch.Items[0].Commands);

        var replies = Confirm(batch).OfType<BatchOutput.Reply>().ToDictionary(r => r.Ticket, r => r.Answer);

        Assert.Equal((false, true), (((Answer.Accepted)replies[1]).Repeated, ((Answer.Accepted)replies[2]).Repeated));
        Assert.Equal(new Answer.IdReused("ledger-a"), replies[3]);
    }

    [Fact]
    public void Instants_are_cut_to_microseconds_and_never_earlier_than_the_stream_s_last_event()
    {
        var late = Now.AddHours(1);
        var batch = Commit(Send(new Deposit("ledger-a", 1) { By = By }, loaded: true, head: new StreamHead(1, 1, late)));
        Assert.Equal(late, batch.Items[0].Commands[0].At);
        Assert.Equal(0, Commit(With(BatchLimits.Default).Handle(new BatchInput.Submit(Envelope(Open("ledger-b")), 1), Now)).Items[0].Commands[0].At.Ticks % 10);
    }

    [Fact]
    public void A_stream_that_cannot_be_read_fails_its_commands_and_no_others()
    {
        Send(new Deposit("ledger-a", 1) { By = By });
        var outputs = _batcher.Handle(
            [new BatchInput.LoadFailed(["ledger-a"], FailureCodes.StreamUnreadable, "broken"), new BatchInput.Submit(Envelope(Open("ledger-b")), 9)], Now);

        Assert.Equal(FailureCodes.StreamUnreadable, ((Answer.Failed)Assert.Single(outputs.OfType<BatchOutput.Reply>()).Answer).Code);
        Assert.Single(Commit(outputs).Items);
        Assert.Equal(FailureCodes.StreamUnreadable,
            ((Answer.Failed)Assert.Single(Send(new Deposit("nothing", 1) { By = By }).OfType<BatchOutput.Reply>()).Answer).Code);
    }

    [Fact]
    public void Streams_take_turns_so_that_a_thousand_commands_on_one_are_no_queue_for_another()
    {
        Confirm(Commit(Send(Open("ledger-large"), Open("ledger-a"))));

        var outputs = Send([.. Enumerable.Range(1, 1_000).Select(i => new Deposit("ledger-large", i) { By = By }), new Deposit("ledger-a", 1) { By = By }, Open("ledger-b")]);

        var batch = Commit(outputs);
        Assert.Equal(["ledger-a", "ledger-b", "ledger-large"], batch.Items.Select(i => i.StreamId).Order(StringComparer.Ordinal));
        var large = batch.Items.Single(i => i.StreamId == "ledger-large");
        Assert.Equal(BatchLimits.Default.CommandsOfOneStream, large.Commands.Count);
        Assert.Equal(Enumerable.Range(1, large.Commands.Count).Select(i => (long)i), large.Events.Cast<Deposited>().Select(e => e.Amount));
        Assert.Equal(BatchLimits.Default.CommandsPerBatch, Commit(Confirm(batch)).Items.Single().Commands.Count);
    }

    [Fact]
    public void A_large_piece_of_work_goes_on_in_small_slices_while_people_are_at_work_and_theirs_go_in_between()
    {
        var planned = Commit(Send(new PlanSlices("ledger-large", 3) { By = By }, loaded: true));
        Assert.Empty(Send(Open("ledger-a")));

        var theirs = Commit(Confirm(planned));
        var next = Commit(Confirm(theirs));

        Assert.Equal(["ledger-a"], theirs.Items.Select(i => i.StreamId));
        Assert.Equal(["ledger-large"], next.Items.Select(i => i.StreamId));
        Assert.Equal(BatchLimits.Default.PiecesShared, SliceOf(next).Pieces);
        var alone = Commit(_batcher.Handle(Verdict(next), Now + BatchLimits.Default.SharedFor));
        Assert.Equal(BatchLimits.Default.PiecesAlone, SliceOf(alone).Pieces);

        static DoSlice SliceOf(Batch batch) => batch.Items.SelectMany(i => i.Commands).Select(c => c.Envelope.Command).OfType<DoSlice>().Single();
    }

    [Fact]
    public void One_of_the_engine_s_own_steps_waits_a_stream_however_often_people_go_before_it()
    {
        var batch = Commit(Send(new PlanSlices("ledger-large", 3) { By = By }, loaded: true));
        for (int i = 0; i < BatchLimits.Default.PassedOver; i++)
        {
            Send(new Deposit("ledger-large", 1) { By = By });
            batch = Commit(Confirm(batch));

            Assert.IsType<Deposit>(Assert.Single(batch.Items.Single().Commands).Envelope.Command);
            Assert.Equal(2, _batcher.Unanswered);
        }

        var slice = Commit(Confirm(batch));
        Assert.IsType<DoSlice>(Assert.Single(slice.Items.Single().Commands).Envelope.Command);
        Assert.Equal(1, ((LedgerState)Commit(Confirm(slice)).Items.Single().After).SlicesLeft);
    }

    [Fact]
    public void Slices_of_many_large_cases_do_not_fill_one_batch()
    {
        var batcher = With(BatchLimits.Default with { LowerEventsPerBatch = 2 });
        var inputs = Enumerable.Range(0, 5).Select(i => (BatchInput)new BatchInput.Submit(Envelope(Open($"ledger-{i}"), CommandPriority.System), i)).ToList();

        Assert.Equal(2, Commit(batcher.Handle(inputs, Now)).Items.Count);
    }

    [Fact]
    public void A_stream_too_long_for_one_read_is_read_on_while_others_are_read_and_decided()
    {
        var load = Assert.Single(Send(new Deposit("ledger-long", 1) { By = By }).OfType<BatchOutput.Load>());
        Send(new Deposit("ledger-a", 1) { By = By });
        var half = new LoadedStream("ledger-long", new LedgerState { Balance = 7 }, new StreamHead(2_000, 2_000, Now)) { HasMore = true };

        var outputs = _batcher.Handle(new BatchInput.Loaded([half]), Now);

        var next = Assert.Single(outputs.OfType<BatchOutput.Load>()).Streams;
        Assert.Null(load.Streams.Single().Known);
        Assert.Equal([("ledger-a", null), ("ledger-long", half)], next.Select(r => (r.StreamId, r.Known)));
        outputs = _batcher.Handle(new BatchInput.Loaded([new LoadedStream("ledger-a", LedgerState.Empty, StreamHead.None), half]), Now);
        Assert.Equal("ledger-a", Commit(outputs).Items.Single().StreamId);
        outputs = _batcher.Handle(new BatchInput.Loaded([half with { Head = new StreamHead(2_500, 2_500, Now), HasMore = false }]), Now);
        Assert.Empty(outputs.OfType<BatchOutput.Load>());
    }

    private static OpenLedger Open(string ledger) => new(ledger, "n") { By = By };

    private IReadOnlyList<BatchOutput> Send(params IReadOnlyList<Command> commands) =>
        _batcher.Handle([.. commands.Select(c => new BatchInput.Submit(Envelope(c), ++_ticket))], Now);

    private IReadOnlyList<BatchOutput> Send(Command command, bool loaded, StreamHead? head = null)
    {
        var outputs = Send(command);
        return loaded ? _batcher.Handle(new BatchInput.Loaded([new LoadedStream(command.StreamId, LedgerState.Empty, head ?? StreamHead.None)]), Now) : outputs;
    }

    private IReadOnlyList<BatchOutput> Confirm(Batch batch) => _batcher.Handle(Verdict(batch), Now);

    private static BatchInput.Committed Verdict(Batch batch) =>
        new(batch.Id, [.. batch.Items.Select(i => new ItemVerdict(
            true, false, new StreamHead(i.Expected.Version + i.RowCount, 100, i.Commands[^1].At), [.. Enumerable.Range(1, i.RowCount).Select(p => (long)p)], []))]);

    private static Batch Commit(IReadOnlyList<BatchOutput> outputs) => Assert.Single(outputs.OfType<BatchOutput.Commit>()).Batch;

    private static Batcher With(BatchLimits limits) =>
        new(new Dictionary<string, StreamKind>(StringComparer.Ordinal) { ["ledger"] = new LedgerStreams() }, limits);

    private static Envelope Envelope(Command command, CommandPriority priority = CommandPriority.People) =>
        new(new CommandId("tester", "http", Guid.NewGuid().ToString()), command, Body("x"), priority);

    private static byte[] Body(string text) => Encoding.UTF8.GetBytes(text);
}
