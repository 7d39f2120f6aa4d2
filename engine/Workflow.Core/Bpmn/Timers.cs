using System.Diagnostics.CodeAnalysis;
using System.Xml.Linq;
using Workflow.Feel;

namespace Workflow.Core.Bpmn;

/// <summary>When a timer is due: an ISO 8601 text, or an expression that gives one. Exactly one of the two is set.</summary>
public sealed record TimerSpec(TimerForm Form, string? Text, Expression? Expression)
{
    /// <summary>China's legal time, in which people write a date without an offset; it has no summer time.</summary>
    private const string LegalOffset = "+08:00";

    /// <summary>Reads an ISO 8601 text as this kind of timer.</summary>
    public static bool TryPlan(TimerForm form, string text, DateTimeOffset now, [NotNullWhen(true)] out TimerPlan? plan)
    {
        plan = form switch
        {
            TimerForm.Duration when IsoDuration.TryParse(text, out var wait) && wait.TryAddTo(now, out var due) => new(due, 0, null),
            TimerForm.Date when IsoDate.TryParse(text, out var due) => new(due, 0, null),
            TimerForm.Cycle when IsoCycle.TryParse(text, out var cycle) && cycle.TryFirst(now, out var due) => new(due, cycle.Times - 1, cycle.Interval.Text),
            _ => null,
        };
        return plan is not null;
    }

    internal static TimerSpec? Read(Reading reading, XElement definition)
    {
        if (reading.Children(definition).ToList() is not [var at] || FormOf(at.Name.LocalName) is not { } form)
        {
            reading.Refuse("timer-not-parsed", definition, "定时器须恰有 timeDuration、timeDate、timeCycle 之一", "a timer has exactly one of timeDuration, timeDate and timeCycle");
            return null;
        }
        var text = at.Value.Trim();
        if (text.StartsWith('='))
            return reading.ExpressionOf(at, text, "timer-not-parsed") is { } expression ? new(form, null, expression) : null;
        if (TryPlan(form, text, DateTimeOffset.UnixEpoch, out _)) return new(form, text, null);
        if (form == TimerForm.Date && TryPlan(form, text + LegalOffset, DateTimeOffset.UnixEpoch, out _))
        {
            reading.Warn("timer-without-offset", at, $"“{text}”没有时区，按北京时间（{LegalOffset}）", $"'{text}' has no offset; it is taken as Beijing time ({LegalOffset})");
            return new(form, text + LegalOffset, null);
        }
        var (zh, en) = form switch
        {
            TimerForm.Duration => ("时长", "duration"),
            TimerForm.Date => ("日期时间（须带时区）", "date with an offset"),
            _ => ("周期", "cycle"),
        };
        reading.Refuse("timer-not-parsed", at, $"“{text}”不是 ISO 8601 {zh}", $"'{text}' is no ISO 8601 {en}");
        return null;
    }

    private static TimerForm? FormOf(string element) => element switch
    {
        "timeDuration" => TimerForm.Duration,
        "timeDate" => TimerForm.Date,
        "timeCycle" => TimerForm.Cycle,
        _ => null,
    };
}

public enum TimerForm { Duration, Date, Cycle }

/// <param name="RepeatsLeft">how often it is armed again after firing; null for ever</param>
/// <param name="Interval">ISO 8601 duration between two firings; null when it fires once</param>
public sealed record TimerPlan(DateTimeOffset Due, int? RepeatsLeft, string? Interval);
