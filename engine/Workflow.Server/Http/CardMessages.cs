namespace Workflow.Server.Http;

/// <summary>Codes about cards (黄牌, 红牌), their rules and indicators.</summary>
public static class CardMessages
{
    public static readonly Dictionary<string, Message> All = new(StringComparer.Ordinal)
    {
        ["card-not-found"] = new("本件没有该牌，或尚未出牌", "The case shows no such card now"),
        ["not-your-card"] = new("该牌不属于本部门", "The card is not your department's"),
        ["card-contested"] = new("该牌已申诉过", "The card has been contested already"),
        ["card-lifted"] = new("该牌已撤销", "The card has been lifted"),
        ["card-upheld"] = new("该牌已维持", "The card has been upheld already"),
        ["card-not-contested"] = new("该牌没有申诉", "The card has not been contested"),
        ["card-rules-invalid"] = new("督办规则有误", "The rules are wrong", "{path}：{code}", "{path}: {code}"),
        ["too-many-rules"] = new("规则过多", "Too many rules"),
        ["rule-card-none"] = new("规则未写牌色", "The rule shows no colour"),
        ["rule-wait-missing"] = new("该规则须写等待时限", "This rule needs a waiting time"),
        ["rule-wait-unexpected"] = new("该规则没有等待时限", "This rule has no waiting time"),
        ["rule-wait-range"] = new("等待时限应为 1 至 1000", "A waiting time is from 1 to 1000"),
        ["rule-clock-unknown"] = new("没有这种时钟", "There is no such sort of clock"),
        ["rule-twice"] = new("同一范围的规则重复", "The same rule stands there twice"),
        ["indicator-unknown"] = new("没有该指标", "There is no such indicator"),
        ["target-order"] = new("绿色目标应优于黄色目标", "The green target is better than the yellow one"),
        ["target-twice"] = new("同一指标的目标重复", "The same target stands there twice"),
    };
}
