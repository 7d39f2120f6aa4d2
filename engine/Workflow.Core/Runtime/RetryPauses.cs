using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Workflow.Core.Bpmn;

namespace Workflow.Core.Runtime;

/// <summary>
/// How long an automated step waits after each failed try, as its definition says (<c>approval:backoff</c>): either a list, "PT10S,PT1M,PT10M",
/// whose last pause counts for all further tries, or a growing pause, "PT1S*2..PT5M": the first, what it is multiplied with each
/// time, and what it never exceeds. Durations are ISO 8601 without months and years.
/// </summary>
public sealed record RetryPauses
{
    /// <summary>A pause at most; a step that has to wait longer needs a timer in the model.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>Pauses in a list at most.</summary>
    public const int MostPauses = 20;

    private const int MostFactor = 10;

    /// <summary>Without any setting: 1 s, 2 s, 4 s … 5 min.</summary>
    public static readonly RetryPauses Usual = new("PT1S*2..PT5M", [Backoff.OfQueues.First], 2, Backoff.OfQueues.Cap);

    private readonly ImmutableArray<TimeSpan> listed;
    private readonly int factor;
    private readonly TimeSpan cap;

    private RetryPauses(string text, ImmutableArray<TimeSpan> listed, int factor, TimeSpan cap) => (Text, this.listed, this.factor, this.cap) = (text, listed, factor, cap);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    public static bool TryParse(string text, [NotNullWhen(true)] out RetryPauses? pauses)
    {
        pauses = text.Contains('*', StringComparison.Ordinal) ? Growing(text) : Listed(text);
        return pauses is not null;
    }

    /// <summary>The pause after a failed try.</summary>
    /// <param name="failures">failed tries so far, from 1</param>
    public TimeSpan After(int failures)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, 1);
        if (factor == 0) return listed[Math.Min(failures, listed.Length) - 1];
        var pause = (decimal)listed[0].Ticks;
        for (var i = 1; i < failures && pause < cap.Ticks && pause > 0 && factor > 1; i++) pause *= factor;
        return pause >= cap.Ticks ? cap : TimeSpan.FromTicks((long)pause);
    }

    /// <summary>The pauses between that many tries, in order: one fewer than tries.</summary>
    public IEnumerable<TimeSpan> Between(int tries) => Enumerable.Range(1, Math.Max(tries - 1, 0)).Select(After);

    public bool Equals(RetryPauses? other) => other?.Text == Text;

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);

    private static RetryPauses? Listed(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length > MostPauses) return null;
        var pauses = parts.Select(PauseOf).ToList();
        return pauses.Contains(null) ? null : new(text, [.. pauses.Select(p => p!.Value)], 0, Longest);
    }

    private static RetryPauses? Growing(string text)
    {
        var star = text.IndexOf('*', StringComparison.Ordinal);
        var dots = text.IndexOf("..", star, StringComparison.Ordinal);
        if (dots < 0 || PauseOf(text[..star]) is not { } first || PauseOf(text[(dots + 2)..]) is not { } cap || first > cap || first == TimeSpan.Zero) return null;
        return int.TryParse(text.AsSpan(star + 1, dots - star - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var factor) && factor is >= 1 and <= MostFactor
            ? new(text, [first], factor, cap) : null;
    }

    private static TimeSpan? PauseOf(string text) =>
        IsoDuration.TryParse(text.Trim(), out var pause) && pause.Months == 0 && pause.Rest <= Longest ? pause.Rest : null;
}
