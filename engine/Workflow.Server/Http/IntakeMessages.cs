namespace Workflow.Server.Http;

/// <summary>Codes about what lies before and around acceptance: checks, deficiency, commitment, agents, termination, revocation.</summary>
public static class IntakeMessages
{
    public static readonly Dictionary<string, Message> All = new(StringComparer.Ordinal)
    {
        ["checks-open"] = new("还有部门没有完成材料核对", "Departments have not checked the materials yet", "部门:{departments}。", "Departments: {departments}."),
        ["check-says-missing"] = new("部门认为材料不齐,不能受理", "A department's check says that materials are missing", "材料:{materials}。", "Materials: {materials}."),
        ["supplement-not-in-full"] = new("补正告知须一次列全", "The notice must name everything that departments miss", "还应列入:{materials}。", "To be named too: {materials}."),
        ["supplement-lapsed"] = new("补正期限已过,申请已不予收取", "The time for the supplement is over"),
        ["material-not-needed"] = new("本部门或本申请不需要该材料", "The material is not needed here", "材料:{material}。", "Material: {material}."),
        ["material-not-promised"] = new("该材料不在容缺承诺之内", "The material was not promised", "材料:{material}。", "Material: {material}."),
        ["material-main"] = new("主要材料不能容缺", "A main material cannot follow later", "材料:{material}。", "Material: {material}."),
        ["deficiency-not-allowed"] = new("该一件事不适用容缺受理", "The joint item allows no acceptance with a deficiency"),
        ["deficiency-item"] = new("需要该材料的事项不适用容缺受理", "An item that needs the material allows no deficiency", "材料:{material};事项:{item}。", "Material: {material}; item: {item}."),
        ["deficiency-limit"] = new("容缺期限超出允许的范围", "The limit is beyond what is allowed", "最长:{limit}。", "At most: {limit}."),
        ["promise-required"] = new("需要申请人的承诺", "The applicant's promise is required"),
        ["applicant-not-trusted"] = new("申请人曾未履行承诺,暂不适用承诺办理", "The applicant broke a promise before", "办件 {case},至 {until} 止。", "Case {case}, until {until}."),
        ["nothing-owed"] = new("没有待补的承诺材料", "Nothing is owed"),
        ["commitment-not-offered"] = new("该事项不适用告知承诺", "The item cannot be decided on a commitment", "事项:{item}。", "Item: {item}."),
        ["commitment-replaces-unknown"] = new("承诺替代的材料不在清单中", "The commitment stands for a material that is not on the list", "材料:{value}。", "Material: {value}."),
        ["item-not-applied-for"] = new("申请中没有该事项", "The item is not applied for", "事项:{item}。", "Item: {item}."),
        ["not-before-acceptance"] = new("只能在受理前进行", "Only while the application is being checked"),
        ["not-accepted"] = new("尚未受理", "Not accepted yet"),
        ["not-granted"] = new("没有可撤销的许可", "Nothing was granted that could be revoked"),
        ["already-revoked"] = new("许可已撤销", "Already revoked"),
        ["obligation-not-found"] = new("没有找到该承诺事项", "No such obligation"),
        ["obligation-not-broken"] = new("该承诺没有被违反", "The promise is not broken"),
        ["not-a-promise"] = new("该核查不是承诺事项的核查", "The task checks no promise"),
        ["no-mandate"] = new("没有有效的代办授权", "No mandate that holds"),
        ["mandate-not-found"] = new("没有找到授权", "No such mandate"),
        ["mandate-self"] = new("不能授权给本人", "Nobody is his own agent"),
        ["mandate-period"] = new("授权期限不正确", "The period of the mandate is not right", "今天起,最长 {limit} 天。", "From today on, at most {limit} days."),
        ["mandate-principal"] = new("申请人与授权人不一致", "The applicant is not who gave the mandate"),
        ["mandate-online-only"] = new("代办授权仅用于网上申请", "A mandate is used online only"),
        ["reuse-by-agent"] = new("代办时不能使用以往材料", "An agent reuses nothing"),
        ["agent-not-found"] = new("没有找到代办人账号", "The agent has no open account"),
    };
}
