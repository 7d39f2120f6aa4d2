namespace Workflow.Core.Runtime;

/// <summary>
/// Something asked of one stream. Pure: everything it needs stands in its members, in what the stream was
/// started with (<c>pinned</c>), in the folded state, and in the instant given as <c>now</c>.
/// </summary>
public abstract record Command
{
    /// <summary>Who asks. Written to the log beside every event that follows.</summary>
    public required Actor By { get; init; }

    /// <summary>The stream this command is about; its kind is the part before the first '-'.</summary>
    public abstract string StreamId { get; }

    /// <summary>Which pinned content has to be at hand before <see cref="Decide"/> is called; null when none.</summary>
    public virtual PinnedRef? Pin(StreamState state) => null;

    /// <summary>
    /// True when this command normally is the first of its stream: it is then decided on the empty state without a
    /// read; should the stream exist after all, the version check notices and the command is decided again.
    /// </summary>
    public virtual bool OpensStream => false;

    /// <summary>The same command doing at most so much in one step, where it is one of many steps of a large piece of work; otherwise itself.</summary>
    public virtual Command InSlicesOf(int pieces) => this;

    /// <summary>How far the stream's time runs from real time for this command; one that opens a stream may begin such a time.</summary>
    public virtual TimeSpan OffsetIn(StreamState state) => state.ClockOffset;

    /// <summary>
    /// Decides on the command: events to append (none when it was already done), or a rejection.
    /// <paramref name="now"/> is never earlier than the stream's last event and is cut to microseconds.
    /// </summary>
    public abstract Outcome Decide(object? pinned, StreamState state, DateTimeOffset now);
}

/// <summary>What a command comes to. A refusal is a value; an exception means a bug.</summary>
public abstract record Outcome
{
    private Outcome() { }

    /// <summary>Accepted: the events to append, in order. Empty means that there was nothing left to do.</summary>
    public sealed record Events(IReadOnlyList<Event> List) : Outcome
    {
        /// <summary>What the stream's rows of these events fold to, where deciding made it already; null: nobody knows yet.</summary>
        public StreamState? After { get; init; }
    }

    /// <summary>Refused, with a stable code (kebab-case) and what a message needs to explain it.</summary>
    public sealed record Rejection(string Code, IReadOnlyDictionary<string, string>? Details = null) : Outcome;

    public static Outcome Accept(params IReadOnlyList<Event> events) => new Events(events);

    public static Outcome Reject(string code, params ReadOnlySpan<(string Name, string Value)> details)
    {
        if (details.IsEmpty) return new Rejection(code);
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in details) map[name] = value;
        return new Rejection(code, map);
    }
}

/// <summary>Something that happened. Stored events are frozen: see <see cref="EventNames"/>.</summary>
public abstract record Event;

/// <summary>What a stream's events fold to. Immutable; <see cref="Evolve"/> is the only way to make one.</summary>
public abstract record StreamState
{
    public abstract StreamState Evolve(Event happened);

    /// <summary>
    /// How far this stream's time runs from real time; zero except for cases that carry a test clock.
    /// Added to the database's time before a command is decided, taken off a timer's due time before it is stored.
    /// </summary>
    public virtual TimeSpan ClockOffset => TimeSpan.Zero;
}

/// <summary>Names the published content that a stream was started with, by exact versions; loaded before deciding.</summary>
/// <param name="JointItem">code of the joint item (一件事)</param>
/// <param name="JointItemVersion">its published version, from 1</param>
/// <param name="Definition">key of the BPMN definition</param>
/// <param name="DefinitionVersion">its deployed version, from 1</param>
/// <param name="Calendar">code of the working-day calendar</param>
/// <param name="CalendarVersion">its published version, from 1</param>
public sealed record PinnedRef(
    string JointItem, int JointItemVersion,
    string Definition, int DefinitionVersion,
    string Calendar, int CalendarVersion)
{
    /// <summary>Versions of the decision tables that the definition's business rules name; null when it names none.</summary>
    public PinnedVersions? Rules { get; init; }

    /// <summary>Versions of the calendars that departments have beside it; null when none has.</summary>
    public PinnedVersions? Further { get; init; }

    /// <summary>The versions of other definitions that the stream has called; null when it has called none. Kept by folding, stored nowhere.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public CalledVersions? Called { get; init; }

    /// <summary>The same once a version of a definition was called.</summary>
    public PinnedRef WithCalled(string definition, int version) =>
        Called?.All.Contains((definition, version)) is true ? this : this with { Called = new((Called?.All ?? []).Add((definition, version))) };

    /// <summary>Every calendar that the stream counts by, with its version.</summary>
    public IEnumerable<(string Code, int Version)> Calendars()
    {
        yield return (Calendar, CalendarVersion);
        foreach (var (code, version) in Further?.ByCode ?? PinnedVersions.NoneByCode) yield return (code, version);
    }

    /// <summary>Version of one of its calendars; null when it does not count by that.</summary>
    public int? VersionOf(string calendar) =>
        calendar == Calendar ? CalendarVersion : Further?.ByCode.TryGetValue(calendar, out var version) is true ? version : null;

    /// <summary>The same with another version of one calendar; a calendar that it does not have joins the further ones.</summary>
    public PinnedRef With(string calendar, int version) =>
        calendar == Calendar ? this with { CalendarVersion = version } : this with { Further = new((Further?.ByCode ?? PinnedVersions.NoneByCode).SetItem(calendar, version)) };
}

/// <summary>Versions of definitions, several of one where several were called, compared by content.</summary>
public sealed record CalledVersions(System.Collections.Immutable.ImmutableSortedSet<(string Definition, int Version)> All)
{
    public bool Equals(CalledVersions? other) => other is not null && All.SetEquals(other.All);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var called in All) hash.Add(called);
        return hash.ToHashCode();
    }
}

/// <summary>Published versions by code, compared by content.</summary>
public sealed record PinnedVersions(System.Collections.Immutable.ImmutableSortedDictionary<string, int> ByCode)
{
    internal static readonly System.Collections.Immutable.ImmutableSortedDictionary<string, int> NoneByCode =
        System.Collections.Immutable.ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);

    public bool Equals(PinnedVersions? other) => other is not null && ByCode.Count == other.ByCode.Count && ByCode.SequenceEqual(other.ByCode);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var (code, version) in ByCode) { hash.Add(code); hash.Add(version); }
        return hash.ToHashCode();
    }
}

/// <summary>Identity of a command for ever: the same three values are the same command.</summary>
/// <param name="Principal">account or system that sent it</param>
/// <param name="Source">through what: "http", "timer", "internal", or a CloudEvent's source</param>
/// <param name="Id">the sender's id: Idempotency-Key, CloudEvent id, timer key</param>
public readonly record struct CommandId(string Principal, string Source, string Id);

/// <summary>People's commands go before timers when many fall due together.</summary>
public enum CommandPriority { People, System, Timer }

/// <summary>A command on its way to the writer.</summary>
/// <param name="BodyHash">SHA-256 of what was asked, so that the same id with another body is noticed</param>
/// <param name="Size">about how many bytes the command brings into the log; bounds a batch (0: an ordinary form)</param>
public sealed record Envelope(
    CommandId Id, Command Command, ReadOnlyMemory<byte> BodyHash, CommandPriority Priority = CommandPriority.People, string? Correlation = null, int Size = 0);

/// <summary>What the sender of an envelope is told, only after the commit is confirmed.</summary>
public abstract record Answer
{
    private Answer() { }

    /// <param name="Position">position of the last event written (mt_events.seq_id); for a no-op, of the stream's last event</param>
    /// <param name="Repeated">true when this id had been accepted before; then nothing was written now and Events is empty</param>
    public sealed record Accepted(string StreamId, long Version, long Position, IReadOnlyList<Event> Events, bool Repeated) : Answer;

    public sealed record Rejected(Outcome.Rejection Why) : Answer;

    /// <summary>The same command id was accepted before with another body (HTTP 422).</summary>
    public sealed record IdReused(string StreamId) : Answer;

    /// <summary>Nothing of the command was written. Codes: <see cref="FailureCodes"/>.</summary>
    public sealed record Failed(string Code, string Detail) : Answer;
}

/// <summary>Why a command failed though nobody refused it.</summary>
public static class FailureCodes
{
    /// <summary>Too many commands wait already; send it again later (HTTP 429).</summary>
    public const string Busy = "busy";

    /// <summary>Deciding threw: a bug in the engine or in published content (HTTP 500).</summary>
    public const string DecideFailed = "decide-failed";

    /// <summary>The database refuses what the command would write (HTTP 422).</summary>
    public const string RefusedByDatabase = "refused-by-database";

    /// <summary>The database cannot be reached or cannot write now; send it again later (HTTP 503).</summary>
    public const string Unavailable = "unavailable";

    /// <summary>Other nodes moved the stream at every try; send it again (HTTP 503).</summary>
    public const string Contended = "contended";

    /// <summary>The stream cannot be read or folded, or its kind is unknown (HTTP 500).</summary>
    public const string StreamUnreadable = "stream-unreadable";

    /// <summary>The published content that the stream was started with cannot be had (HTTP 500).</summary>
    public const string PinnedUnavailable = "pinned-unavailable";
}
