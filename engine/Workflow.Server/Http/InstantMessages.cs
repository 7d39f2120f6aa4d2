namespace Workflow.Server.Http;

/// <summary>Codes about instant approval, the pre-check, materials that are used again, and the tables behind them.</summary>
public static class InstantMessages
{
    public static readonly Dictionary<string, Message> All = new(StringComparer.Ordinal)
    {
        // Instant approval
        ["no-instant-decision"] = new("决定不是由规则作出的", "The decision was not made by rules"),
        ["not-concluded"] = new("尚未办结", "Not concluded yet"),
        ["already-appealed"] = new("已提出过申诉,或已经复核", "Appealed against, or reconsidered, already"),
        ["appeal-too-late"] = new("已过提出申诉的期限", "The time for an appeal is over"),
        ["not-an-instant-check"] = new("不是秒批抽查", "Not the check of a decision by rules"),
        ["results-unexpected"] = new("只有改为准予时才签发结果", "Results are issued only when a denial becomes a grant"),

        // Pre-check and materials
        ["pre-check-failed"] = new("预检未通过", "The pre-check found something", "请先改正所列问题。", "Please put right what is listed."),
        ["pre-check-finding"] = new("预检发现问题", "A finding of the pre-check"),
        ["material-expired"] = new("材料已过有效期", "The material is no longer valid", "材料:{material}。", "Material: {material}."),
        ["material-grade"] = new("材料可信等级不够", "The material's grade is too low", "材料:{material},等级 {grade}。", "Material: {material}, grade {grade}."),
        ["material-not-filed"] = new("没有提交过该材料", "No such material was handed in"),
        ["material-already-verified"] = new("材料无需再核验", "The material needs no verification", "等级 {grade}。", "Its grade: {grade}."),
        ["window-only"] = new("只能由窗口办理", "For the window only"),
        ["consent-required"] = new("需要申请人授权", "The applicant's consent is required", "用途:{purpose},材料:{material}。", "Purpose: {purpose}, material: {material}."),
        ["certificate-revoked"] = new("证照已失效或已撤销", "The certificate was taken back"),
        ["reuse-not-found"] = new("没有可复用的该材料", "Nothing of this to use again"),

        // Decisions
        ["rules-or-model"] = new("规则与决策模型应给出其一", "Either rules or a decision model"),
        ["decision-moved"] = new("已有人发布了新版本", "A newer version was published meanwhile", "最新版本:{version}。", "The latest version: {version}."),
        ["rules-tests-failed"] = new("决策模型的测试未通过", "Tests of the decision model fail", "未发布任何内容。", "Nothing was published."),
        ["rule-test-failed"] = new("测试未通过", "A test fails"),
        ["rule-tests-count"] = new("测试用例过多", "Too many test cases"),
        ["decision-unknown"] = new("模型中没有该决策", "The model has no such decision"),

        // Tables
        ["rules-not-found"] = new("没有找到决策", "No such decision", "{value}", "{value}"),
        ["rules-invalid"] = new("决策有误", "The decision has faults"),
        ["rules-count"] = new("规则应为 1 至 200 条", "A table has 1 to 200 rules"),
        ["rule-id-form"] = new("规则标识只能用字母、数字、- 和 _", "A rule's id has letters, digits, - and _ only", "{value}", "{value}"),
        ["words-missing"] = new("规则缺少说明", "The rule has no words"),
        ["terms-not-found"] = new("没有找到术语对照表", "No such term table"),
        ["terms-invalid"] = new("术语对照表有误", "The term table has faults"),
        ["term-field-form"] = new("字段名格式不符", "Not the form of a field's name", "{value}", "{value}"),
        ["term-rows"] = new("对照表行数过多", "Too many rows", "至多 {value} 行。", "At most {value}."),
        ["term-empty"] = new("术语不能为空", "A word is empty"),
        ["term-twice"] = new("同一系统的同一术语出现两次", "One word of one system stands twice", "{value}", "{value}"),
        ["field-unmapped"] = new("没有对照表说明该字段", "No table explains the field"),
        ["value-unmapped"] = new("没有对照表说明该取值", "No table explains the value"),
        ["term-ambiguous"] = new("不止一张对照表说明该字段", "More than one table explains the field"),
        ["term-contradiction"] = new("同一字段的几个名称取值不同", "Two names of one field have different values"),
        ["pre-checks-too-many"] = new("预检规则过多", "Too many rules of the pre-check"),
        ["sample-range"] = new("抽查比例应为 0 至 1000(千分之)", "The rate of checks is 0 to 1000 of 1000", "{value}", "{value}"),
    };
}
