using System.Collections.Concurrent;
using System.Globalization;

namespace Workflow.Feel;

/// <summary>
/// What makes a time comparable with others in the world: an offset from UTC within ±18 hours, to the second, or a zone of
/// the IANA database by name, whose offset depends on the day (DMN 1.5, 10.3.2.3.4).
/// </summary>
/// <remarks>
/// The rules of named zones come from <see cref="TimeZoneInfo.FindSystemTimeZoneById"/>: the only thing that this library
/// takes from the platform. Governments change them; what was computed with them is stored with the event that it decided,
/// so that a replay does not ask again.
/// </remarks>
public sealed class FeelZone : IEquatable<FeelZone>
{
    /// <summary>18 hours, in seconds.</summary>
    public const int LargestOffset = 18 * 3_600;

    // The platform knows its first and last years only in part; beyond them the 400 years' cycle repeats, weekdays too.
    private const int FirstYear = 2;
    private const int LastYear = 9_998;
    private const long SecondsInCycle = FeelDate.DaysInCycle * 86_400;

    // Bounded by the number of zones that the platform has.
    private static readonly ConcurrentDictionary<string, FeelZone> Named = new(StringComparer.Ordinal);

    private static readonly long FirstSecond = new FeelDate(FirstYear, 1, 1).DayNumber * 86_400;
    private static readonly long AfterLastSecond = new FeelDate(LastYear + 1, 1, 1).DayNumber * 86_400;

    private readonly TimeZoneInfo? rules;

    private FeelZone(int offset) => Offset = offset;

    private FeelZone(string name, TimeZoneInfo rules)
    {
        (Name, this.rules) = (name, rules);
        if (rules.GetAdjustmentRules().Length == 0) Offset = (int)rules.BaseUtcOffset.TotalSeconds;
    }

    public static FeelZone Utc { get; } = new(0);

    /// <summary>As it was written, such as "Asia/Shanghai"; null for a mere offset.</summary>
    public string? Name { get; }

    /// <summary>Seconds ahead of UTC; null for a named zone whose offset changes.</summary>
    public int? Offset { get; }

    /// <summary>False outside ±18 hours.</summary>
    public static bool TryOffset(Int128 seconds, out FeelZone? zone)
    {
        zone = seconds == 0 ? Utc : seconds >= -LargestOffset && seconds <= LargestOffset ? new((int)seconds) : null;
        return zone is not null;
    }

    /// <summary>False when the platform does not know the zone, or the name is not shaped as IANA shapes them.</summary>
    public static bool TryNamed(string name, out FeelZone? zone)
    {
        if (Named.TryGetValue(name, out zone)) return true;
        if (!IsShapedAsName(name) || !TimeZoneInfo.TryFindSystemTimeZoneById(name, out var rules)) return false;
        zone = Named.GetOrAdd(name, new FeelZone(name, rules));
        return true;
    }

    /// <summary>
    /// Reads what may follow a time: nothing (a local time: null), <c>Z</c>, <c>±hh:mm</c>, <c>±hh:mm:ss</c> or <c>@Area/City</c>.
    /// </summary>
    internal static bool TryParse(ReadOnlySpan<char> text, out FeelZone? zone)
    {
        zone = null;
        if (text.IsEmpty) return true;
        // The standard's own examples of is() write a small z.
        if (text is "Z" or "z") zone = Utc;
        else if (text[0] == '@') return TryNamed(text[1..].ToString(), out zone);
        else return TryParseOffset(text, out zone);
        return true;
    }

    /// <summary>The offset in force when clocks there show that time; of a time that they show twice the earlier, as with most calendars.</summary>
    /// <param name="localSeconds">since 1970-01-01T00:00:00 as clocks show</param>
    internal int OffsetAtLocal(long localSeconds)
    {
        if (Offset is { } offset) return offset;
        var local = Instant(localSeconds, DateTimeKind.Unspecified);
        if (!rules!.IsAmbiguousTime(local)) return Seconds(rules.GetUtcOffset(local));
        var offsets = rules.GetAmbiguousTimeOffsets(local);
        return Seconds(offsets.Max());
    }

    /// <param name="seconds">since 1970-01-01T00:00:00Z</param>
    internal int OffsetAt(long seconds) => Offset ?? Seconds(rules!.GetUtcOffset(Instant(seconds, DateTimeKind.Utc)));

    public bool Equals(FeelZone? other) => other is not null && string.Equals(Name, other.Name, StringComparison.Ordinal) && Offset == other.Offset;

    public override bool Equals(object? obj) => Equals(obj as FeelZone);

    public override int GetHashCode() => HashCode.Combine(Name, Offset);

    public static bool operator ==(FeelZone? left, FeelZone? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(FeelZone? left, FeelZone? right) => !(left == right);

    /// <summary><c>Z</c>, <c>+08:00</c>, <c>-02:45:55</c> or <c>@Asia/Shanghai</c>: what stands behind a time.</summary>
    public override string ToString()
    {
        if (Name is not null) return "@" + Name;
        if (Offset is not (< 0 or > 0)) return "Z";
        var (sign, seconds) = Offset < 0 ? ('-', -Offset.Value) : ('+', Offset.Value);
        var text = string.Create(CultureInfo.InvariantCulture, $"{sign}{seconds / 3_600:D2}:{seconds / 60 % 60:D2}");
        return seconds % 60 == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text}:{seconds % 60:D2}");
    }

    private static bool TryParseOffset(ReadOnlySpan<char> text, out FeelZone? zone)
    {
        zone = null;
        if (text.Length is not (6 or 9) || text[0] is not ('+' or '-') || text[3] != ':') return false;
        var seconds = 0;
        if (!Digits.TryRead(text[1..3], out var hours) || !Digits.TryRead(text[4..6], out var minutes)) return false;
        if (text.Length == 9 && (text[6] != ':' || !Digits.TryRead(text[7..], out seconds))) return false;
        var offset = hours * 3_600 + minutes * 60 + seconds;
        return minutes < 60 && seconds < 60 && TryOffset(text[0] == '-' ? -offset : offset, out zone);
    }

    // The platform would also answer for names of other systems, for the machine's own zone, and for files beside the database.
    private static bool IsShapedAsName(string name)
    {
        if (name.Length is 0 or > 64 || !char.IsAsciiLetter(name[0]) || name[^1] == '/') return false;
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('/' or '_' or '-' or '+')) return false;
        }
        var area = name.Split('/')[0];
        return area is not ("localtime" or "posixrules" or "posix" or "right" or "Factory");
    }

    private static DateTime Instant(long seconds, DateTimeKind kind)
    {
        if (seconds < FirstSecond) seconds += ((FirstSecond - seconds - 1) / SecondsInCycle + 1) * SecondsInCycle;
        else if (seconds >= AfterLastSecond) seconds -= ((seconds - AfterLastSecond) / SecondsInCycle + 1) * SecondsInCycle;
        return new(DateTime.UnixEpoch.Ticks + seconds * TimeSpan.TicksPerSecond, kind);
    }

    private static int Seconds(TimeSpan offset) => (int)(offset.Ticks / TimeSpan.TicksPerSecond);
}
