using System.Text;
using Workflow.Core.Runtime;
using Xunit;

namespace Workflow.Core.Tests.Runtime;

/// <summary>Many timers fall due while people are at work: what people wait for, and that timers go on all the same.</summary>
public sealed class TimersBesidePeopleTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
    private static readonly Actor By = new(ActorKind.Person, "tester");

    private readonly Batcher _batcher = With(BatchLimits.Default with { LowerCommandsShared = 5, PassedOver = 2 });
    private long _ticket;

    [Fact]
    public void A_commit_that_people_wait_for_carries_no_timers_and_one_of_timers_is_short()
    {
        var people = Commit(Send([Person("ledger-p"), .. Timers(40)]));
        var shared = Commits(Confirm(people));
        var alone = Commit(Confirm(shared[0], Now + BatchLimits.Default.SharedFor));

        Assert.Equal(["ledger-p"], StreamsOf(people));
        Assert.Equal([5, 5], shared.Select(b => b.Items.Count));
        Assert.Equal(30, alone.Items.Count);
    }

    [Fact]
    public void Whoever_comes_while_timers_are_written_is_written_next_and_at_once()
    {
        Confirm(Commit(Send(Person("ledger-p"))));
        var timers = Commit(Send(Timers(10)));

        var people = Commit(Send(Person("ledger-q")));

        Assert.Equal(5, timers.Items.Count);
        Assert.Equal(["ledger-q"], StreamsOf(people));
        Assert.Empty(Confirm(timers).OfType<BatchOutput.Commit>());
        Assert.Equal(5, Commit(Confirm(people)).Items.Count);
    }

    [Fact]
    public void While_nobody_waits_two_commits_of_timers_are_on_their_way_and_whoever_comes_then_is_next()
    {
        Confirm(Commit(Send(Person("ledger-p"))));
        var timers = Commits(Send(Timers(40)));

        Assert.Empty(Send(Person("ledger-q")));

        Assert.Equal([5, 5], timers.Select(b => b.Items.Count));
        Assert.Equal(["ledger-q"], StreamsOf(Commit(Confirm(timers[0]))));
        Assert.Empty(Commits(Confirm(timers[1])));
    }

    [Fact]
    public void Timers_that_people_s_batches_have_passed_over_so_often_are_taken_along_by_the_next()
    {
        var batch = Commit(Send([Person("ledger-0"), .. Timers(12)]));
        List<int> timers = [];
        for (int i = 1; i <= 6; i++)
        {
            Send(Person($"ledger-{i}"));
            timers.Add(batch.Items.Count(item => item.StreamId.StartsWith("ledger-t", StringComparison.Ordinal)));
            batch = Commit(Confirm(batch));
        }

        Assert.Equal([0, 0, 5, 0, 0, 5], timers);
    }

    [Fact]
    public void People_whose_cases_must_be_read_first_do_not_keep_timers_from_being_written()
    {
        var outputs = Send([Envelope(Deposit("ledger-p"), CommandPriority.People), .. Timers(3)]);

        Assert.Equal(3, Commit(outputs).Items.Count);
    }

    [Fact]
    public void What_people_wait_for_is_read_beside_what_timers_need_also_when_a_timer_asked_for_it_first()
    {
        var batcher = With(BatchLimits.Default with { StreamsPerLoad = 2 });
        var first = Load(batcher.Handle([.. Enumerable.Range(0, 5).Select(i => Submit(Timer(Deposit($"ledger-t{i}"))))], Now));
        var people = Load(batcher.Handle(Submit(Envelope(Deposit("ledger-t4"), CommandPriority.People)), Now));
        Assert.Empty(batcher.Handle(Submit(Envelope(Deposit("ledger-t0"), CommandPriority.People)), Now));

        Assert.Equal(["ledger-t0", "ledger-t1"], first);
        Assert.Equal(["ledger-t4"], people);
        Assert.Equal(["ledger-t2", "ledger-t3"], Load(batcher.Handle(Verdict(Commit(batcher.Handle(Loaded(first), Now))), Now)));
    }

    [Fact]
    public void Timers_cases_are_read_no_further_ahead_than_they_can_be_written_and_not_beside_a_commit_of_people()
    {
        var batcher = With(BatchLimits.Default with { StreamsPerLoad = 4, ReadAheadShared = 6, LowerCommandsShared = 2 });
        var first = Commit(batcher.Handle(Submit(Person("ledger-p")), Now));
        var load = Load(batcher.Handle([.. Enumerable.Range(0, 20).Select(i => Submit(Timer(Deposit($"ledger-t{i}"))))], Now));

        Assert.Empty(batcher.Handle(Loaded(load), Now));
        var outputs = batcher.Handle(Verdict(first), Now);
        Assert.Equal((2, 4), (Commit(outputs).Items.Count, Load(outputs).Count));
        Assert.Empty(batcher.Handle(Loaded(Load(outputs)), Now));
    }

    [Fact]
    public void A_case_read_for_its_timer_alone_is_not_kept_and_one_that_people_work_on_is()
    {
        var inputs = new Queue<BatchInput>([Submit(Timer(Deposit("ledger-t"))), Submit(Timer(Deposit("ledger-p"))), Submit(Envelope(Deposit("ledger-p"), CommandPriority.People))]);
        while (inputs.TryDequeue(out var input))
        {
            var outputs = _batcher.Handle(input, Now);
            if (Load(outputs) is { Count: > 0 } load) inputs.Enqueue(Loaded(load));
            foreach (var commit in outputs.OfType<BatchOutput.Commit>()) inputs.Enqueue(Verdict(commit.Batch));
        }

        Assert.Equal(0, _batcher.Unanswered);
        Assert.Equal(["ledger-t"], Load(Send(Timer(Deposit("ledger-t")), Timer(Deposit("ledger-p")))));
    }

    private static Envelope Person(string ledger) => Envelope(Open(ledger), CommandPriority.People);

    private static Envelope[] Timers(int count) => [.. Enumerable.Range(0, count).Select(i => Timer(Open($"ledger-t{i}")))];

    private static Envelope Timer(Command command) => Envelope(command, CommandPriority.Timer);

    private static Envelope Envelope(Command command, CommandPriority priority) =>
        new(new CommandId("tester", "http", Guid.NewGuid().ToString()), command, Encoding.UTF8.GetBytes("x"), priority);

    private static OpenLedger Open(string ledger) => new(ledger, "n") { By = By };

    private static Deposit Deposit(string ledger) => new(ledger, 1) { By = By };

    private static BatchInput.Loaded Loaded(List<string> streams) => new([.. streams.Select(id => new LoadedStream(id, LedgerState.Empty, new StreamHead(1, 1, Now)))]);

    private BatchInput.Submit Submit(Envelope envelope) => new(envelope, ++_ticket);

    private IReadOnlyList<BatchOutput> Send(params IReadOnlyList<Envelope> envelopes) => _batcher.Handle([.. envelopes.Select(Submit)], Now);

    private IReadOnlyList<BatchOutput> Confirm(Batch batch, DateTimeOffset? now = null) => _batcher.Handle(Verdict(batch), now ?? Now);

    private static BatchInput.Committed Verdict(Batch batch) =>
        new(batch.Id, [.. batch.Items.Select(i => new ItemVerdict(
            true, false, new StreamHead(i.Expected.Version + i.RowCount, 100, i.Commands[^1].At), [.. Enumerable.Range(1, i.RowCount).Select(p => (long)p)], []))]);

    private static Batch Commit(IReadOnlyList<BatchOutput> outputs) => Assert.Single(Commits(outputs));

    private static List<Batch> Commits(IReadOnlyList<BatchOutput> outputs) => [.. outputs.OfType<BatchOutput.Commit>().Select(c => c.Batch)];

    private static List<string> Load(IReadOnlyList<BatchOutput> outputs) => [.. outputs.OfType<BatchOutput.Load>().SelectMany(l => l.Streams).Select(r => r.StreamId)];

    private static IEnumerable<string> StreamsOf(Batch batch) => batch.Items.Select(i => i.StreamId).Order(StringComparer.Ordinal);

    private static Batcher With(BatchLimits limits) =>
        new(new Dictionary<string, StreamKind>(StringComparer.Ordinal) { ["ledger"] = new LedgerStreams() }, limits);
}
