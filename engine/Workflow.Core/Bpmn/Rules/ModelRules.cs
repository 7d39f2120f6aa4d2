using System.Xml.Linq;

namespace Workflow.Core.Bpmn.Rules;

/// <summary>
/// The rules of the standard that a model may break without losing its meaning here, by family, and those that make it
/// meaningless. All ask the file itself, so they see what no graph holds: data, interfaces, collaborations.
/// </summary>
internal static class ModelRules
{
    /// <param name="imported">bytes of a file that this one imports, by its location; null: imports are not followed</param>
    public static void Check(Reading reading, XElement root, Imported? imported)
    {
        ImportRules.Check(reading, root, imported);
        FlowRules.Check(reading, root);
        ExpressionRules.Check(reading, root);
        GatewayRules.Check(reading, root);
        EventRules.Check(reading, root);
        LinkRules.Check(reading, root);
        ActivityRules.Check(reading, root);
        DataRules.Check(reading, root);
        LoopDataRules.Check(reading, root);
        InterfaceRules.Check(reading, root);
        PayloadRules.Check(reading, root);
        CollaborationRules.Check(reading, root);
    }
}
