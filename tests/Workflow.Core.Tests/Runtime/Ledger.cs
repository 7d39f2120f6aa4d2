using System.Collections.Immutable;
using Workflow.Core.Cases;
using Workflow.Core.Runtime;

namespace Workflow.Core.Tests.Runtime;

// A stream kind of the tests' own: small enough to see through, with everything the runtime has to cope with.

public sealed record LedgerOpened(string Name, Personal Owner, DateTimeOffset At) : Event;
public sealed record Deposited(long Amount, string Note, DateTimeOffset At) : Event;
public sealed record Withdrew(long Amount, DateTimeOffset At) : Event;
public sealed record ReminderSet(string Key, DateTimeOffset Due) : Event;
public sealed record ReminderFired(string Key) : Event;
public sealed record SlicesPlanned(int Count, DateTimeOffset At) : Event;
public sealed record SliceDone(int Left, DateTimeOffset At) : Event;

public sealed record LedgerState : StreamState
{
    public static readonly LedgerState Empty = new();

    public string Name { get; init; } = "";
    public Personal Owner { get; init; }
    public long Balance { get; init; }
    public int SlicesLeft { get; init; }
    public DateTimeOffset SlicedAt { get; init; }
    public ImmutableDictionary<string, DateTimeOffset> Reminders { get; init; } = ImmutableDictionary<string, DateTimeOffset>.Empty;

    public override StreamState Evolve(Event happened) => happened switch
    {
        LedgerOpened e => this with { Name = e.Name, Owner = e.Owner },
        Deposited e => this with { Balance = Balance + e.Amount },
        Withdrew e => this with { Balance = Balance - e.Amount },
        ReminderSet e => this with { Reminders = Reminders.SetItem(e.Key, e.Due) },
        ReminderFired e => this with { Reminders = Reminders.Remove(e.Key) },
        SlicesPlanned e => this with { SlicesLeft = e.Count, SlicedAt = e.At },
        SliceDone e => this with { SlicesLeft = e.Left, SlicedAt = e.At },
        PersonalDataErased => this with { Owner = Personal.Erased },
        _ => this,
    };
}

public abstract record LedgerCommand(string Ledger) : Command
{
    public override string StreamId => Ledger;
    public sealed override Outcome Decide(object? pinned, StreamState state, DateTimeOffset now) => Decide((LedgerState)state, now);
    protected abstract Outcome Decide(LedgerState state, DateTimeOffset now);
}

public sealed record OpenLedger(string Ledger, string Name, string? Owner = null) : LedgerCommand(Ledger)
{
    public override bool OpensStream => true;

    protected override Outcome Decide(LedgerState state, DateTimeOffset now) =>
        state.Name.Length > 0 ? Outcome.Accept() : Outcome.Accept(new LedgerOpened(Name, new Personal(Owner), now));
}

public sealed record Deposit(string Ledger, long Amount, string Note = "") : LedgerCommand(Ledger)
{
    protected override Outcome Decide(LedgerState state, DateTimeOffset now) => Outcome.Accept(new Deposited(Amount, Note, now));
}

public sealed record Withdraw(string Ledger, long Amount) : LedgerCommand(Ledger)
{
    protected override Outcome Decide(LedgerState state, DateTimeOffset now) =>
        state.Balance < Amount ? Outcome.Reject("insufficient") : Outcome.Accept(new Withdrew(Amount, now));
}

public sealed record SetReminder(string Ledger, string Key, DateTimeOffset Due) : LedgerCommand(Ledger)
{
    protected override Outcome Decide(LedgerState state, DateTimeOffset now) =>
        state.Reminders.ContainsKey(Key) ? Outcome.Accept() : Outcome.Accept(new ReminderSet(Key, Due));
}

/// <summary>The ledger's timer was heard: every reminder that is due with it fires, and work that nobody went on with goes on.</summary>
public sealed record FireReminder(string Ledger, DateTimeOffset Due) : LedgerCommand(Ledger)
{
    protected override Outcome Decide(LedgerState state, DateTimeOffset now) =>
        Outcome.Accept(
        [
            .. state.Reminders.Where(r => r.Value <= Due).OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => new ReminderFired(r.Key)),
            .. LedgerStreams.ContinuesAt(state) <= Due ? ((Outcome.Events)DoSlice.Next(state, now)).List : [],
        ]);
}

public sealed record PlanSlices(string Ledger, int Count) : LedgerCommand(Ledger)
{
    protected override Outcome Decide(LedgerState state, DateTimeOffset now) => Outcome.Accept(new SlicesPlanned(Count, now));
}

public sealed record DoSlice(string Ledger, int Pieces = 0) : LedgerCommand(Ledger)
{
    public override Command InSlicesOf(int pieces) => this with { Pieces = pieces };

    protected override Outcome Decide(LedgerState state, DateTimeOffset now) =>
        Next(state, now);

    public static Outcome Next(LedgerState state, DateTimeOffset now) =>
        state.SlicesLeft == 0 ? Outcome.Accept() : Outcome.Accept(new SliceDone(state.SlicesLeft - 1, now));
}

public sealed record EraseOwner(string Ledger) : LedgerCommand(Ledger)
{
    protected override Outcome Decide(LedgerState state, DateTimeOffset now) =>
        state.Owner.IsErased ? Outcome.Accept() : Outcome.Accept(new PersonalDataErased("asked for", now));
}

/// <summary>A bug: deciding throws.</summary>
public sealed record Explode(string Ledger) : LedgerCommand(Ledger)
{
    protected override Outcome Decide(LedgerState state, DateTimeOffset now) => throw new InvalidOperationException("boom");
}

public sealed class LedgerStreams : StreamKind
{
    public static readonly (string Alias, Type Type)[] EventNames =
    [
        ("ledger_opened", typeof(LedgerOpened)),
        ("deposited", typeof(Deposited)),
        ("withdrew", typeof(Withdrew)),
        ("reminder_set", typeof(ReminderSet)),
        ("reminder_fired", typeof(ReminderFired)),
        ("slices_planned", typeof(SlicesPlanned)),
        ("slice_done", typeof(SliceDone)),
    ];

    public override string Name => "ledger";
    public override StreamState Empty => LedgerState.Empty;

    public override void Project(string streamId, StreamState before, StreamState after, IReadOnlyList<Event>? events, RowChanges rows)
    {
        var (was, now) = ((LedgerState)before, (LedgerState)after);
        var due = NextDue(now);
        if (due is { } next && due != NextDue(was)) rows.Timers.Add(new TimerRow(streamId, next));
        if (due is null && NextDue(was) is not null) rows.TimersGone.Add(streamId);
        if (now.Balance != was.Balance || events is null)
            rows.Documents.Add(new DocumentRow("ledger", streamId, 1, null, $$"""{"balance":{{now.Balance}}}"""));
    }

    /// <summary>Behind a large piece of work: should the node die in the middle, another goes on.</summary>
    public static DateTimeOffset? ContinuesAt(LedgerState state) => state.SlicesLeft > 0 ? state.SlicedAt + TimeSpan.FromSeconds(2) : null;

    private static DateTimeOffset? NextDue(LedgerState state) => state.Reminders.Values.Cast<DateTimeOffset?>().Append(ContinuesAt(state)).Min();

    public override Command? NextInternal(string streamId, StreamState state) =>
        ((LedgerState)state).SlicesLeft > 0 ? new DoSlice(streamId) { By = Actor.System("slices") } : null;
}
