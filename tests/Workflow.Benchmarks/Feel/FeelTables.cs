using System.Text;
using Workflow.Feel;
using Workflow.Feel.Dmn;

namespace Workflow.Benchmarks.Feel;

/// <summary>A table of twenty rules over five inputs: a shop's area, staff, kind, district and whether it cooks. Rule 17 is met.</summary>
internal static class FeelTables
{
    public const int Rules = 20;

    public static readonly Value.Context Given = Value.Context.Empty.With("area", 168).With("staff", 7).With("kind", "restaurant").With("district", "south").With("cooks", true);

    public static DecisionModel Of(string hitPolicy)
    {
        var text = new StringBuilder($"""
            <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="fees" namespace="urn:bench" id="d">
            <inputData id="i1" name="area"><variable name="area" typeRef="number"/></inputData><inputData id="i2" name="staff"><variable name="staff" typeRef="number"/></inputData>
            <inputData id="i3" name="kind"><variable name="kind" typeRef="string"/></inputData><inputData id="i4" name="district"><variable name="district" typeRef="string"/></inputData>
            <inputData id="i5" name="cooks"><variable name="cooks" typeRef="boolean"/></inputData>
            <decision id="fee" name="fee"><variable name="fee"/>
            """);
        for (var i = 1; i <= 5; i++) text.Append($"<informationRequirement id=\"r{i}\"><requiredInput href=\"#i{i}\"/></informationRequirement>");
        text.Append($"<decisionTable id=\"t\" hitPolicy=\"{hitPolicy}\">");
        foreach (var input in (ReadOnlySpan<string>)["area", "staff", "kind", "district", "cooks"]) text.Append($"<input id=\"in-{input}\"><inputExpression><text>{input}</text></inputExpression></input>");
        text.Append("<output id=\"o\"/>");
        for (var rule = 0; rule < Rules; rule++)
        {
            text.Append($"<rule id=\"rule{rule}\"><inputEntry><text>[{rule * 10}..{(rule * 10) + 9}]</text></inputEntry><inputEntry><text>&lt; {20 + rule}</text></inputEntry>"
                + "<inputEntry><text>\"restaurant\", \"bar\"</text></inputEntry><inputEntry><text>not(\"north\")</text></inputEntry><inputEntry><text>true</text></inputEntry>"
                + $"<outputEntry><text>{rule}</text></outputEntry></rule>");
        }
        text.Append("</decisionTable></decision></definitions>");
        var reading = DmnXml.Read(text.ToString());
        var build = reading.Definitions is { } definitions ? DecisionModel.Compile(definitions) : throw new InvalidOperationException(string.Join("; ", reading.Findings));
        return build.Model ?? throw new InvalidOperationException(string.Join("; ", build.Findings));
    }

    /// <summary>The same rules as a programmer writes them, in decimal arithmetic: what there is to compare with.</summary>
    public static int HandWritten(decimal area, decimal staff, string kind, string district, bool cooks)
    {
        for (var rule = 0; rule < Rules; rule++)
        {
            if (area >= rule * 10 && area <= (rule * 10) + 9 && staff < 20 + rule && kind is "restaurant" or "bar" && district != "north" && cooks) return rule;
        }
        return -1;
    }
}
