using Workflow.Core.Cases.Timing;

namespace Workflow.Server.Cases;

/// <summary>Extensions, edited due dates, calendar notices and special procedures, in words.</summary>
internal static class TimingLines
{
    public static (string Zh, string En, DateTimeOffset? At, (string Name, string Value)[] Details)? Told(TimingEvent told) => told switch
    {
        ClockExtended e => ($"延期:{TimelineView.ClockZh(e.Clock)},{e.By}", $"Extended: {e.Clock}, {e.By}", e.At,
            [("clock", e.Clock), ("by", e.By.ToString()), ("authority", e.Authority), ("reason", e.Reason), ("basis", e.Basis), ("oldDueAt", TimelineView.Instant(e.OldDueAt)), ("dueAt", TimelineView.Instant(e.DueAt))]),
        DueDateChanged e => ($"调整到期日:{TimelineView.ClockZh(e.Clock)}", $"Due date changed: {e.Clock}", e.At,
            [("clock", e.Clock), ("authority", e.Authority), ("reason", e.Reason), ("oldDueAt", TimelineView.Instant(e.OldDueAt)), ("dueAt", TimelineView.Instant(e.DueAt))]),
        CalendarAdopted e => ($"按工作日历新版本重算:{e.Code} 第 {e.Version} 版", $"Counted by a new calendar version: {e.Code} {e.Version}", e.At,
            [("calendar", e.Code), ("version", TimelineView.Number(e.Version)), ("oldVersion", TimelineView.Number(e.OldVersion)), ("moved", TimelineView.Number(e.Changes.Length))]),
        SpecialProcedureBegun e => ($"特别程序开始:{e.Name.Zh}", $"Special procedure begun: {e.Name.En}", e.At,
            [("clock", e.Clock), ("type", e.Type), ("limit", e.Limit.ToString()), ("told", e.Told), ("basis", e.Basis)]),
        SpecialProcedureEnded e => ("特别程序结束", "Special procedure ended", e.At, [("clock", e.Clock), ("result", e.Result ?? "")]),
        _ => null,
    };
}
