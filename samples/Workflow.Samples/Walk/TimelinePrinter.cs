using System.Collections.Frozen;
using System.Globalization;
using Workflow.Contracts.Cases;
using Workflow.Samples.Play;
using Workflow.Samples.Setup;

namespace Workflow.Samples.Walk;

/// <summary>Prints what happened to a case since it was asked last: when, by whom, what, working time used, card.</summary>
internal sealed class TimelinePrinter(CasePlayer player, DemoAccounts accounts, Language language, TextWriter to)
{
    private long printed;

    // Tokens and clocks moving are the engine's own bookkeeping; a person's timeline leaves them out, the cards and stops aside.
    private static readonly FrozenSet<string> Shown = new[]
    {
        "application_filed", "case_accepted", "case_declined", "supplement_requested", "supplement_received", "task_opened", "task_claimed",
        "opinion_recorded", "case_decided", "clock_stopped", "clock_resumed", "card_shown", "case_concluded", "case_delivered",
        "case_withdrawn", "task_urged", "check_recorded", "deficiency_accepted", "commitment_made", "handed_in_later", "instant_decided", "instant_checked", "case_sent_back",
        "special_procedure_begun", "special_procedure_ended", "review_outcome_reached", "obligation_reported", "obligation_closed",
    }.ToFrozenSet(StringComparer.Ordinal);

    public void PrintHead()
    {
        var head = language == Language.En ? ("time (UTC+8)", "used", "card", "who", "what") : ("时间(UTC+8)", "已用时限", "预警", "办理人", "事件");
        to.WriteLine(Line(head.Item1, head.Item2, head.Item3, head.Item4, head.Item5));
        to.WriteLine(new string('-', 120));
    }

    public async Task<CaseAnswer> PrintNewAsync()
    {
        var timeline = await player.TimelineAsync();
        var now = await player.ReadAsync();
        foreach (var entry in timeline.Where(e => e.Version > printed && (Shown.Contains(e.Code) || EndsWork(e, now))))
        {
            var at = entry.At.ToOffset(CasePlayer.Zone);
            to.WriteLine(Line(Instant(at), Used(now), CardOf(entry, now), Who(entry), What(entry, now)));
        }
        if (timeline.Count > 0) printed = Math.Max(printed, timeline[^1].Version);
        return now;
    }

    // Other steps end with an event of their own (an opinion, a decision); of work only the end itself is told.
    private static bool EndsWork(TimelineEntry entry, CaseAnswer now) =>
        entry.Code == "task_closed" && entry.Details.GetValueOrDefault("taskId") is { } id
        && now.Tasks.Any(t => t.Kind == "work" && t.TaskId.ToString(CultureInfo.InvariantCulture) == id);

    /// <summary>Days pass: the walk moved the case's test clock.</summary>
    public void PrintClock(DateTimeOffset moved) => to.WriteLine($"{Instant(moved)} " + language switch
    {
        Language.Zh => "<- 测试时钟拨到此时",
        Language.En => "<- test clock moved on to here",
        _ => "<- 测试时钟拨到此时 test clock moved on to here",
    });

    /// <summary>The timeline's words, with names for the codes in them, and what an opinion asks for.</summary>
    private string What(TimelineEntry entry, CaseAnswer now)
    {
        var (zh, en) = (entry.Text.Zh, entry.Text.En);
        if (entry.Details.GetValueOrDefault("clock") is ['t', 'a', 's', 'k', '-', .. var id] clock
            && now.Tasks.FirstOrDefault(t => t.TaskId.ToString(CultureInfo.InvariantCulture) == id) is { } task)
            (zh, en) = (zh.Replace(clock, task.Title, StringComparison.Ordinal), en.Replace(clock, task.Element, StringComparison.Ordinal));
        if (entry.Details.GetValueOrDefault("department") is { } code && Places.Departments.FirstOrDefault(d => d.Code == code) is { Zh: { } name })
        {
            if (entry.Code == "opinion_recorded") zh = zh.Replace(code, name, StringComparison.Ordinal);
            else zh += $" -> {name}";
        }
        if (entry.Code == "opinion_recorded" && (entry.Details.GetValueOrDefault("conditions") ?? entry.Details.GetValueOrDefault("reason")) is { Length: > 0 } why)
            zh += $" ({why})";
        // Titles are in Chinese; beside the Chinese words only the English verb is news.
        if (language == Language.Both && Columns.WidthOf(en) > en.Length) en = en[..Math.Max(0, en.IndexOf(':', StringComparison.Ordinal))];
        return language switch { Language.Zh => zh, Language.En => en, _ => $"{zh}  {en}" };
    }

    private string Instant(DateTimeOffset at) => $"{at:yyyy-MM-dd} {Day(at)} {at:HH:mm}";

    private static string Line(string time, string used, string card, string who, string what) =>
        $"{Columns.Pad(time, 23)}{Columns.Pad(used, 11)}{Columns.Pad(card, 13)}{Columns.Pad(who, 29)} {what}".TrimEnd();

    private string Day(DateTimeOffset at) =>
        language == Language.En ? at.ToString("ddd", CultureInfo.InvariantCulture) : "周" + "日一二三四五六"[(int)at.DayOfWeek];

    private string Used(CaseAnswer now)
    {
        var clock = now.Clocks.FirstOrDefault(c => c.Clock == "case") ?? now.Clocks.FirstOrDefault(c => c.Clock == "intake");
        if (clock is null) return "";
        var unit = (clock.Unit, language) switch
        {
            ("workingHours", Language.En) => "h",
            ("workingHours", _) => "小时",
            (_, Language.En) => "d",
            _ => "天",
        };
        return $"{clock.Used.ToString("0.#", CultureInfo.InvariantCulture)}/{clock.Limit} {unit}{(clock.State == "stopped" ? " ||" : "")}";
    }

    private string CardOf(TimelineEntry entry, CaseAnswer now)
    {
        var card = entry.Code == "card_shown" ? entry.Details.Values.FirstOrDefault(v => v is "yellow" or "red") : null;
        card ??= now.Clocks.FirstOrDefault(c => c.Clock == "case")?.Card;
        return (card, language) switch
        {
            ("yellow", Language.En) => "yellow",
            ("yellow", Language.Zh) => "黄牌",
            ("yellow", _) => "黄牌 yellow",
            ("red", Language.En) => "red",
            ("red", Language.Zh) => "红牌",
            ("red", _) => "红牌 red",
            _ => "-",
        };
    }

    private string Who(TimelineEntry entry)
    {
        if (entry.Role is null) return language switch { Language.Zh => "系统", Language.En => "system", _ => "系统 system" };
        if (accounts.Find(entry.Who) is not { } account) return entry.Who;
        return language == Language.En ? account.Account : account.Name;
    }
}

internal enum Language { Both, Zh, En }
