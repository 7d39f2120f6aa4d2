namespace Workflow.Server.Http;

/// <summary>Codes about extensions, edited due dates, special procedures and the limits of a joint item.</summary>
public static class TimingMessages
{
    public static readonly Dictionary<string, Message> All = new(StringComparer.Ordinal)
    {
        ["clock-ended"] = new("该计时已结束", "The clock has ended"),
        ["clock-overdue"] = new("已超期,不能延期", "The clock is overdue and cannot be extended"),
        ["clock-not-extensible"] = new("该计时不能延期", "This clock cannot be extended", "只有全程和审查的时限可以延期。", "Only the limits of the case and of its reviews can."),
        ["clock-not-stoppable"] = new("该计时不能进入特别程序", "This clock cannot stand still for a special procedure"),
        ["special-clock-not-stoppable"] = new("特别程序自身的时限不能停止或恢复", "A special procedure's own clock cannot be stopped or resumed"),
        ["already-extended"] = new("只能延期一次", "Extended already"),
        ["authority-required"] = new("需要写明批准机关", "The approving authority is required"),
        ["extension-unit"] = new("延期须与时限同一单位", "An extension is in the limit's own unit", "时限:{unit}。", "The limit: {unit}."),
        ["extension-range"] = new("超出可延长的时限", "More than may be added", "最多 {most}。", "At most {most}."),
        ["due-date-range"] = new("到期时间须在三年之内的将来", "The due instant lies in the future, within three years"),
        ["due-date-not-working"] = new("到期日须为工作日", "The due day is a working day", "按日的时限止于工作日终了,按半日的止于半个工作日终了。", "A limit in days ends with a working day, one in half days with a half."),
        ["told-required"] = new("需要写明书面告知的内容", "What the applicant is told in writing is required"),
        ["special-type-unknown"] = new("没有这种特别程序", "No such kind of special procedure", "类别:{type}。", "Kind: {type}."),
        ["special-limit-range"] = new("特别程序的时限超出范围", "The special procedure's limit is out of range", "最多 {most}。", "At most {most}."),
        ["special-result-required"] = new("需要写明特别程序的结果", "What came of the special procedure is required"),
        ["no-special-procedure"] = new("没有正在进行的特别程序", "No special procedure is under way"),

        // Publication
        ["limit-beyond-law"] = new("时限长于法律规定,需要依据", "Longer than the law allows: a basis is required", "时限:{value}。", "Limit: {value}."),
        ["limit-basis-missing"] = new("缺少依据", "A legal basis is missing"),
    };
}
