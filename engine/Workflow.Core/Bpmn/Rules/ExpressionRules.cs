using System.Xml.Linq;

namespace Workflow.Core.Bpmn.Rules;

/// <summary>What holds of expressions of an executable process (clause 8.3.6): each is a formal one, and none is empty.</summary>
internal static class ExpressionRules
{
    /// <summary>Typed as tExpression by the schema: only <c>xsi:type</c> says that one is formal.</summary>
    private static readonly HashSet<string> Typed = new(StringComparer.Ordinal)
    {
        "conditionExpression", "completionCondition", "loopCondition", "loopCardinality", "activationCondition", "from", "to", "timeDate", "timeDuration", "timeCycle",
    };

    /// <summary>Formal by the schema; they must say something.</summary>
    private static readonly HashSet<string> Formal = new(StringComparer.Ordinal) { "messagePath", "dataPath", "transformation" };

    private static bool IsExecuted(XElement at) => at.Name.LocalName != "process" || Reading.IsTrue(at, "isExecutable");

    public static void Check(Reading reading, XElement root)
    {
        foreach (var at in root.Elements().Where(IsExecuted).DescendantsAndSelf().Where(e => e.Name.Namespace == BpmnReader.Model))
        {
            var (name, around) = (at.Name.LocalName, at.Parent?.Name.LocalName);
            if (Typed.Contains(name) || (name == "condition" && around == "conditionalEventDefinition"))
            {
                // FEEL is read either way; only the profile strict insists on the mark.
                if (Look.TypeOf(at) != "tFormalExpression" && Look.Words(at).Length > 0)
                    reading.Strict("expression-not-formal", at, $"可执行流程的 {name} 须为形式表达式（xsi:type=\"tFormalExpression\"）", $"{name} of an executable process is a formal expression (xsi:type=\"tFormalExpression\")");
            }
            if ((Formal.Contains(name) || (name == "condition" && around == "complexBehaviorDefinition")) && Look.Words(at).Length == 0)
                reading.Model("expression-empty", at, $"{name} 是空的", $"{name} says nothing");
        }
    }
}
