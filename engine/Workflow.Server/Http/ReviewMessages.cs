namespace Workflow.Server.Http;

/// <summary>Codes about reviews that come together: groups, added signers, late opinions, conditions.</summary>
public static class ReviewMessages
{
    public static readonly Dictionary<string, Message> All = new(StringComparer.Ordinal)
    {
        ["opinion-late"] = new("意见已逾期", "The opinion comes too late", "本环节不再接受意见。", "The step takes no opinion any more."),
        ["opinion-lead-binding"] = new("牵头部门须作出有约束力的意见", "The lead department has the last word and cannot give advice only"),
        ["condition-days-range"] = new("条件的履行期限有误", "The limit of the conditions is out of range", "应为 1 至 {most} 个工作日。", "It is 1 to {most} working days."),
        ["outcome-reached"] = new("并联审查已有结果", "The group has its outcome", "不能再加签。", "No signer can be added any more."),
        ["signer-exists"] = new("该部门或人员已在会签中", "Already among the signers", "部门:{department}。", "Department: {department}."),
        ["too-many-signers"] = new("加签已达上限", "Too many signers were added", "每件最多 {limit} 个。", "At most {limit} in a case."),
        ["weight-range"] = new("权重有误", "The weight is out of range", "应为 0 至 {most} 的整数。", "It is a whole number from 0 to {most}."),
        ["signer-item-applies"] = new("该部门的事项在本件中办理，不能减签", "An item of this department applies, so it has to speak", "部门:{department}。", "Department: {department}."),
        ["signer-last-seat"] = new("不能减去最后一个会签", "The last signer of a step cannot be removed"),
        ["group-k-unreachable"] = new("减签后人数不足，永远达不到通过数", "The number that must agree could not be reached any more", "需 {k} 个同意，只剩 {left} 个。", "{k} must agree, and {left} would be left."),
        ["group-no-veto-left"] = new("减签后没有部门持有否决权", "Nobody with a veto would be left"),
        ["group-weights-short"] = new("减签后权重之和不足", "The weights left could not reach the threshold", "需 {threshold}，只剩 {left}。", "{threshold} is needed, and {left} would be left."),
        ["group-no-lead-left"] = new("减签后没有牵头部门", "The lead department would be gone"),
        ["obligation-closed"] = new("该承诺事项已了结", "The obligation is closed"),
        ["not-your-obligation"] = new("该承诺事项由其他部门监管", "Another department watches over it"),
        ["obligation-kind"] = new("该承诺事项不能这样了结", "This kind of obligation is not settled like this", "种类:{kind}。", "Kind: {kind}."),
        ["too-many-reports"] = new("报告次数已达上限", "Reported too often", "最多 {limit} 次。", "At most {limit} times."),
    };
}
