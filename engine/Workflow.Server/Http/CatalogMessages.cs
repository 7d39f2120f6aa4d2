namespace Workflow.Server.Http;

/// <summary>Codes about published things and accounts.</summary>
public static class CatalogMessages
{
    public static readonly Dictionary<string, Message> All = new(StringComparer.Ordinal)
    {
        // Regions and departments
        ["region-not-found"] = new("没有此区域", "No such region", "区域：{region}。", "Region: {region}."),
        ["department-not-found"] = new("没有此部门", "No such department"),

        // Accounts
        ["account-not-found"] = new("没有此账号", "No such account"),
        ["belongs-to-other-region"] = new("该内容属于其他区域", "It belongs to another region"),
        ["account-exists"] = new("账号名已被使用", "The account name is taken"),
        ["account-closed"] = new("账号已注销", "The account is closed"),
        ["own-administrator"] = new("不能撤销自己的管理员权限", "Administrators cannot remove themselves", "请由另一位管理员操作。", "Ask another administrator."),
        ["password-wrong"] = new("原密码错误", "The current password is wrong"),
        ["password-is-account"] = new("密码不能与账号名相同", "The password must not be the account name"),
        ["not-an-integrator"] = new("只有集成账号可使用 API 密钥", "Only integrators have API keys"),
        ["too-many-keys"] = new("API 密钥过多", "Too many API keys", "最多 {limit} 个，请先撤销不用的。", "At most {limit}; revoke unused ones first."),
        ["api-key-shown-once"] = new("API 密钥只显示一次", "An API key is shown once", "此密钥已签发，如遗失请撤销后重新签发。", "It was issued; if it is lost, revoke it and issue another."),
        ["grant-beyond-own"] = new("不能超出自己的权限范围授权", "Grants must lie within your own"),

        // Calendars
        ["calendar-not-found"] = new("没有此工作日历", "No such calendar"),
        ["calendar-base-invalid"] = new("工作日历不能以自身为基础", "A calendar cannot be its own base"),
        ["working-hours-invalid"] = new("工作时间有误", "The working hours are not valid"),
        ["days-outside"] = new("日期不合要求", "These days cannot stand here", "应在通知年度前后一年之内，首日不晚于末日，最长 31 天。", "They lie within a year of the notice's own, the first not after the last, at most 31 days."),
        ["day-twice"] = new("同一天出现两次", "The day occurs twice"),

        // Definitions
        ["definition-not-found"] = new("没有此流程定义", "No such definition"),
        ["definition-invalid"] = new("流程定义有误", "The definition has errors"),

        // Drafts
        ["draft-not-found"] = new("没有此草稿", "No such draft"),
        ["draft-moved"] = new("草稿已被他人保存", "The draft was saved by somebody else", "{by} 已于 {at} 保存了修订 {revision}，请先查看再保存。", "{by} saved revision {revision} at {at} (Asia/Shanghai); look at it before you save."),
        ["draft-discarded"] = new("草稿已被删除", "The draft was discarded", "{by} 已于 {at} 删除，可另存为新草稿。", "{by} discarded it at {at} (Asia/Shanghai); save yours as a new one."),

        // Joint items
        ["joint-item-not-found"] = new("没有此“一件事”", "No such joint item"),
        ["joint-item-invalid"] = new("“一件事”内容有误", "The joint item has errors"),
        ["code-differs"] = new("与地址中的代码不一致", "Differs from the code in the address"),
        ["items-missing"] = new("至少需要一个事项", "At least one service item is needed"),
        ["code-twice"] = new("代码重复", "The code occurs twice", "{value}", "{value}"),
        ["feel-invalid"] = new("FEEL 表达式有误", "Not a FEEL expression", "{valueZh}", "{value}"),
        ["item-unknown"] = new("没有此事项", "No such service item here", "{value}", "{value}"),
        ["choices-missing"] = new("选择字段需要选项", "A choice field needs choices"),
        ["choices-unexpected"] = new("只有选择字段可有选项", "Only choice fields have choices"),
        ["max-below-min"] = new("最大值小于最小值", "The maximum is below the minimum"),
        ["promise-beyond-law"] = new("承诺时限超过法定时限", "The promise is longer than the law allows"),
    };
}
