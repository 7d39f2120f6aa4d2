using System.Xml.Linq;

namespace Workflow.Core.Bpmn.Rules;

/// <summary>What holds of participants, message flows and conversations (clause 9), which a case never looks at: for the model alone.</summary>
internal static class CollaborationRules
{
    public static void Check(Reading reading, XElement root)
    {
        var owners = Look.All(root, "participant").Where(p => Look.Text(p, "processRef") is not null)
            .GroupBy(p => Roots.LocalOf(Look.Text(p, "processRef")!), StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        foreach (var flow in Look.All(root, "messageFlow")) CheckMessageFlow(reading, flow, owners);
        foreach (var at in Look.All(root, "participantMultiplicity")) CheckMultiplicity(reading, at);
        foreach (var at in root.Elements().Where(e => e.Name.LocalName is "collaboration" or "choreography" or "globalConversation" or "globalChoreographyTask")) CheckCollaboration(reading, at);
    }

    /// <summary>Clause 9.3: a message flow goes from one participant to another, from what can send to what can receive.</summary>
    private static void CheckMessageFlow(Reading reading, XElement flow, Dictionary<string, XElement> owners)
    {
        var (from, to) = (Look.Referred(flow, Look.Text(flow, "sourceRef")), Look.Referred(flow, Look.Text(flow, "targetRef")));
        if (from is null || to is null)
        {
            reading.Model("message-flow-dangling", flow, "消息流的一端不在文件中", "an end of the message flow is not in this file");
            return;
        }
        if (OwnerOf(from, owners) is { } owner && owner == OwnerOf(to, owners))
            reading.Model("message-flow-inside", flow, "消息流不能连接同一参与者内部的元素", "a message flow does not connect parts of one participant");
        if (!CanSend(from)) reading.Model("message-flow-end", flow, $"“{Look.Name(from)}”不能发出消息流", $"'{Look.Name(from)}' cannot be the source of a message flow");
        if (!CanReceive(to)) reading.Model("message-flow-end", flow, $"“{Look.Name(to)}”不能接收消息流", $"'{Look.Name(to)}' cannot be the target of a message flow");
    }

    private static XElement? OwnerOf(XElement at, Dictionary<string, XElement> owners)
    {
        if (at.Name.LocalName == "participant") return at;
        var process = at.AncestorsAndSelf(BpmnReader.Model + "process").FirstOrDefault();
        return process is null ? null : owners.GetValueOrDefault(Look.Text(process, "id") ?? "") ?? process;
    }

    private static bool CanSend(XElement at) => at.Name.LocalName switch
    {
        "intermediateThrowEvent" or "endEvent" => Look.Has(at, "messageEventDefinition"),
        "startEvent" or "intermediateCatchEvent" or "boundaryEvent" or "receiveTask" => false,
        var name => !Look.IsGateway(name),
    };

    private static bool CanReceive(XElement at) => at.Name.LocalName switch
    {
        "startEvent" or "intermediateCatchEvent" or "boundaryEvent" => Look.Has(at, "messageEventDefinition"),
        "endEvent" or "intermediateThrowEvent" or "sendTask" => false,
        var name => !Look.IsGateway(name),
    };

    /// <summary>Table 9.5: at least one at most, and no fewer than at least.</summary>
    private static void CheckMultiplicity(Reading reading, XElement at)
    {
        var (minimum, maximum) = (Number("minimum", 0), Number("maximum", 1));
        if (minimum < 0 || maximum < 1 || maximum < minimum)
            reading.Model("multiplicity-range", at, $"参与者数量的下限 {minimum} 与上限 {maximum} 不成范围", $"{minimum} to {maximum} participants is no range");

        int Number(string attribute, int otherwise) =>
            Look.Text(at, attribute) is not { } text ? otherwise : int.TryParse(text, System.Globalization.NumberStyles.Integer, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : -1;
    }

    private static void CheckCollaboration(Reading reading, XElement at)
    {
        // Clauses 9.5 and 11: only a collaboration proper refers to choreographies.
        if (at.Name.LocalName != "collaboration" && Look.Child(at, "choreographyRef") is not null)
            reading.Model("choreography-ref-place", at, $"{at.Name.LocalName} 不能有 choreographyRef", $"{at.Name.LocalName} has no choreographyRef");
        if (at.Name.LocalName == "globalConversation" && at.Elements().FirstOrDefault(e => e.Name.LocalName is "conversation" or "subConversation" or "callConversation") is { } nested)
            reading.Model("global-conversation-content", at, $"全局会话不能含有 {nested.Name.LocalName}", $"a global conversation does not contain a {nested.Name.LocalName}");
        foreach (var reference in Look.Children(at, "choreographyRef").Where(_ => at.Name.LocalName == "collaboration"))
        {
            if (Look.Referred(at, reference.Value) is not { } choreography || !Reading.IsTrue(choreography, "isClosed")) continue;
            // Table 9.1: a closed choreography lets no other messages through.
            foreach (var flow in Look.Children(at, "messageFlow"))
                reading.Model("choreography-closed", flow, $"编排“{Look.Words(reference)}”是封闭的，不允许其他消息流", $"the choreography '{Look.Words(reference)}' is closed and allows no further message flows");
        }
    }
}
