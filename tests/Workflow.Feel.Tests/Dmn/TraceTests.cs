using Workflow.Feel.Dmn;
using Xunit;

namespace Workflow.Feel.Tests.Dmn;

/// <summary>Why a decision came out as it did: recorded when asked for, and told in both languages.</summary>
public sealed class TraceTests
{
    private static readonly DecisionModel Model = Drawn.Model(Drawn.Input("面积", "number") + Drawn.Input("类别", "string") + Drawn.Decision("资格", """
        <decisionTable id="table" hitPolicy="UNIQUE"><input><inputExpression><text>面积</text></inputExpression></input><input><inputExpression><text>类别</text></inputExpression></input>
        <output name="结论"/><annotation name="依据"/>
        <rule id="r1"><inputEntry><text>&lt; 50</text></inputEntry><inputEntry><text>-</text></inputEntry><outputEntry><text>"不符合"</text></outputEntry><annotationEntry><text>第三条</text></annotationEntry></rule>
        <rule id="r2"><inputEntry><text>&gt;= 50</text></inputEntry><inputEntry><text>"餐饮"</text></inputEntry><outputEntry><text>"符合"</text></outputEntry><annotationEntry><text>第四条</text></annotationEntry></rule>
        </decisionTable>
        """, null, "i_面积", "i_类别") + Drawn.Decision("决定", Drawn.Feel("if 资格 = \"符合\" then \"grant\" else \"deny\""), null, "d_资格"));

    [Fact]
    public void Decisions_and_matched_rules_are_recorded_in_order()
    {
        var outcome = Model.Evaluate("决定", Drawn.Given("{面积: 86, 类别: \"餐饮\"}"), new(), traced: true);

        Assert.Equal(["资格", "决定"], outcome.Traces.Select(t => t.Name));
        var table = Assert.Single(outcome.Traces[0].Tables);
        Assert.Equal(("table", HitPolicy.Unique), (table.Element, table.HitPolicy));
        Assert.Equal([("面积", (Value)86), ("类别", "餐饮")], table.Inputs);
        var rule = Assert.Single(table.Matched);
        Assert.Equal((2, "r2", "第四条"), (rule.Number, rule.Id, rule.Annotations[0]));
        Assert.Equal([("结论", (Value)"符合")], rule.Outputs);
        Assert.Equal("规则 2 命中：面积 = 86，类别 = \"餐饮\"，结论 结论 = \"符合\"。（第四条）\n“资格”的结果是 \"符合\"。\n“决定”的结果是 \"grant\"。", ExplanationTexts.Zh(outcome));
        Assert.StartsWith("Rule 2 matched: 面积 = 86", ExplanationTexts.En(outcome), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_recorded_unless_asked_for() => Assert.Empty(Model.Evaluate("决定", Drawn.Given("{面积: 86, 类别: \"餐饮\"}"), new()).Traces);

    [Fact]
    public void That_no_rule_matched_is_told_too() =>
        Assert.Contains("没有规则命中：面积 = 86，类别 = \"x\"。", ExplanationTexts.Zh(Model.Evaluate("资格", Drawn.Given("{面积: 86, 类别: \"x\"}"), new(), traced: true)), StringComparison.Ordinal);

    [Fact]
    public void Calls_of_knowledge_models_are_recorded_and_bounded()
    {
        var content = Drawn.Knowledge("down", Drawn.Feel("if n = 0 then 0 else down(n - 1)"), "<formalParameter name=\"n\"/>")
            + Drawn.Decision("d", Drawn.Feel("count(for i in 1..300 return down(5))"), null, "k_down");
        var outcome = Drawn.Model(content).Evaluate("d", Value.Context.Empty, new(), traced: true);
        Assert.Equal(300, outcome.Value);
        Assert.Equal(1_000, outcome.Traces.Length);
    }

    [Fact]
    public void Problems_are_told_in_both_languages()
    {
        var outcome = Model.Evaluate("资格", Drawn.Given("{面积: \"many\", 类别: \"x\"}"), new(), traced: true);
        Assert.True(outcome.IsError);
        Assert.Contains("求值中的问题", ExplanationTexts.Zh(outcome), StringComparison.Ordinal);
        Assert.Contains("A problem on the way", ExplanationTexts.En(outcome), StringComparison.Ordinal);
    }
}
