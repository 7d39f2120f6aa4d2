using System.Collections.Immutable;
using System.Globalization;
using Workflow.Core.Cases.Instant;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Cases.Obligations;
using Workflow.Core.Cases.Timing;
using Workflow.Core.Catalog;
using Workflow.Core.Deadlines;
using Workflow.Core.Runtime;

namespace Workflow.Core.Cases.Papers;

/// <summary>What stands for a placeholder: one text, or a list.</summary>
public sealed record PaperValue(string? Text, ImmutableArray<string> List)
{
    /// <summary>Stands where there is nothing to say.</summary>
    public const string Nothing = "无";

    public bool IsList => Text is null;

    public static PaperValue Of(string? text) => new(string.IsNullOrWhiteSpace(text) ? Nothing : text, []);

    public static PaperValue Of(IEnumerable<string> list) => list.ToImmutableArray() is { Length: > 0 } items ? new(null, items) : new(Nothing, []);
}

/// <summary>The names that stand on documents, in Chinese.</summary>
/// <param name="Department">name of a department by its code</param>
public sealed record PaperNames(string Region, Func<string, string> Department);

/// <summary>What a document says: its placeholders with their values. Pure, and the same whenever it is asked.</summary>
public static class PaperFacts
{
    /// <param name="at">the case as it stood after the command that wrote the event</param>
    /// <param name="applicant">the applicant's name; null once erased</param>
    /// <param name="on">when the event happened, in the case's own time</param>
    public static ImmutableSortedDictionary<string, PaperValue> Of(
        string kind, Event happened, CaseState at, Pinned pinned, PaperNames names, string? applicant, string number, DateTimeOffset on)
    {
        var (item, zone) = (pinned.JointItem, pinned.Calendar.ZoneOffset);
        var clock = at.Clocks.GetValueOrDefault(CaseClocks.Case)?.Clock;
        var facts = ImmutableSortedDictionary.CreateBuilder<string, PaperValue>(StringComparer.Ordinal);
        facts["applicant"] = PaperValue.Of(applicant);
        facts["caseNumber"] = PaperValue.Of(at.CaseNumber);
        facts["jointItem"] = PaperValue.Of(item.Name.Zh);
        facts["items"] = PaperValue.Of(at.SubCases.Where(s => s.Applies).Select(s => $"{s.Name}（{names.Department(s.Department)}）"));
        facts["region"] = PaperValue.Of(names.Region);
        facts["department"] = PaperValue.Of(names.Department(item.LeadDepartment));
        facts["number"] = PaperValue.Of(number);
        facts["date"] = PaperValue.Of(DayOf(on, zone));
        facts["filedOn"] = PaperValue.Of(DayOf(at.FiledAt, zone));
        facts["acceptedOn"] = PaperValue.Of(clock is null ? null : DayOf(clock.StartedAt, zone));
        facts["dueOn"] = PaperValue.Of(clock?.DueAt is { } due ? LastDayOf(due, zone) : null);
        facts["statutoryLimit"] = PaperValue.Of(LimitOf(item.Statutory));
        facts["promisedLimit"] = PaperValue.Of(LimitOf(item.Promised));
        foreach (var (name, value) in Own(happened, at, item, zone)) facts[name] = value;
        // A template of this kind may name any of its placeholders.
        foreach (var name in PaperKinds.Find(kind)?.Own ?? []) facts.TryAdd(name, PaperValue.Of((string?)null));
        return facts.ToImmutable();
    }

    private static IEnumerable<(string, PaperValue)> Own(Event happened, CaseState at, JointItem item, TimeSpan zone) => happened switch
    {
        SupplementRequested e =>
        [
            ("missing", PaperValue.Of(e.Missing.Select(m => $"{NameOf(item, m.Material)}：{m.Reason}"))), ("note", PaperValue.Of(e.Note)),
        ],
        CaseDeclined e => [("reason", PaperValue.Of(e.Reason))],
        CaseDecided e =>
        [
            ("reason", PaperValue.Of(e.Reason)),
            ("conditions", PaperValue.Of(at.Opinions.Values.Where(o => !o.Opinion.Conditions.IsDefaultOrEmpty).OrderBy(o => o.TaskId).SelectMany(o => o.Opinion.Conditions))),
        ],
        CaseWithdrawn e => [("reason", PaperValue.Of(e.Reason))],
        ClockStopped e => [("procedure", PaperValue.Of(ProcedureOf(e.Reason))), ("basis", PaperValue.Of(e.Basis))],
        CaseDelivered e =>
        [
            ("method", PaperValue.Of(MethodOf(e.Method))), ("receipt", PaperValue.Of(e.Receipt)), ("deliveredOn", PaperValue.Of(DayOf(e.At, zone))),
            ("results", PaperValue.Of(at.Concluded?.Results.Select(r => $"{r.Name}（{r.Number}）") ?? [])),
        ],
        DecisionReconsidered e => [("reason", PaperValue.Of(e.Reason))],
        SupplementLapsed e => [("reason", PaperValue.Of($"补正期限届满，下列材料仍未补齐：{string.Join('、', e.Awaited.Select(m => NameOf(item, m)))}"))],
        CaseTerminated e => [("reason", PaperValue.Of(e.Note is { Length: > 0 } note ? $"{TerminationOf(e.Reason)}：{note}" : TerminationOf(e.Reason))), ("basis", PaperValue.Of(e.Basis))],
        GrantRevoked e => [("reason", PaperValue.Of(e.Reason)), ("basis", PaperValue.Of(e.Basis))],
        ClockExtended e =>
        [
            ("reason", PaperValue.Of(e.Reason)), ("authority", PaperValue.Of(e.Authority)),
            ("oldDueOn", PaperValue.Of(LastDayOf(e.OldDueAt, zone))), ("newDueOn", PaperValue.Of(LastDayOf(e.DueAt, zone))),
        ],
        SpecialProcedureBegun e =>
        [
            ("procedure", PaperValue.Of(e.Name.Zh)), ("procedureLimit", PaperValue.Of(LimitOf(e.Limit))), ("basis", PaperValue.Of(e.Basis)), ("reason", PaperValue.Of(e.Told)),
        ],
        DeficiencyAccepted e =>
        [
            ("materials", PaperValue.Of(e.Materials.Select(m => NameOf(item, m)))), ("promise", PaperValue.Of(e.Promise)),
            ("obligationDueOn", PaperValue.Of(DueOf(at, ObligationKind.Deficiency) is { } due ? LastDayOf(due, zone) : null)),
        ],
        CommitmentMade e =>
        [
            ("materials", PaperValue.Of(e.Replaces.Select(m => NameOf(item, m)))), ("promise", PaperValue.Of(e.Text)),
            ("obligationDueOn", PaperValue.Of(DueOf(at, ObligationKind.Commitment) is { } due ? LastDayOf(due, zone) : null)),
        ],
        ComplaintAnswered e => [("complaintNumber", PaperValue.Of(e.ComplaintNumber)), ("complaintEnd", PaperValue.Of(EndOf(e.End))), ("answer", PaperValue.Of(e.Answer.Value))],
        _ => [],
    };

    /// <summary>A day as documents write it, in the calendar's zone.</summary>
    public static string DayOf(DateTimeOffset at, TimeSpan zone) => at.ToOffset(zone).ToString("yyyy年M月d日", CultureInfo.InvariantCulture);

    // A due instant is exclusive: midnight ends the day before.
    private static string LastDayOf(DateTimeOffset due, TimeSpan zone) => DayOf(due - TimeSpan.FromTicks(1), zone);

    private static string LimitOf(TimeLimit limit) => string.Create(CultureInfo.InvariantCulture, $"{limit.Amount}个{(limit.Unit == TimeUnit.WorkingHours ? "工作小时" : "工作日")}");

    private static string NameOf(JointItem item, string material) => item.Materials.FirstOrDefault(m => m.Code == material)?.Name.Zh ?? material;

    /// <summary>When the last open promise of a kind falls due; null when none has a limit.</summary>
    private static DateTimeOffset? DueOf(CaseState at, ObligationKind kind) =>
        at.Obligations.Values.Where(o => o.Kind == kind && o.IsOpen).Max(o => at.Clocks.GetValueOrDefault(o.ClockId)?.Clock.DueAt);

    private static string TerminationOf(TerminationReason reason) => reason switch
    {
        TerminationReason.ApplicantGone => "申请人死亡或者终止",
        TerminationReason.SubjectGone => "许可事项所涉标的灭失",
        TerminationReason.LawChanged => "依据修改、废止或者客观情况发生重大变化",
        TerminationReason.ForceMajeure => "不可抗力",
        _ => "申请人不予配合，特别程序无法进行",
    };

    private static string ProcedureOf(SuspensionReason reason) => reason switch
    {
        SuspensionReason.Hearing => "听证",
        SuspensionReason.Inspection => "检验",
        SuspensionReason.Test => "检测",
        SuspensionReason.Quarantine => "检疫",
        SuspensionReason.Appraisal => "鉴定",
        SuspensionReason.ExpertReview => "专家评审",
        SuspensionReason.Auction => "招标、拍卖",
        _ => "特别程序",
    };

    private static string MethodOf(string method) => method switch
    {
        "window" => "窗口领取",
        "post" => "邮寄送达",
        "online" => "网上送达",
        _ => method,
    };

    private static string EndOf(ComplaintEnd end) => end switch
    {
        ComplaintEnd.Upheld => "投诉属实",
        ComplaintEnd.Dismissed => "投诉不属实",
        ComplaintEnd.Declined => "不予受理",
        ComplaintEnd.Terminated => "终止处理",
        _ => "投诉人撤回",
    };
}
