using System.Xml.Linq;

namespace Workflow.Core.Bpmn.Rules;

/// <summary>What holds of links (clause 10.5.5, link events): within a scope each throw has one catch of its name, and each catch a throw.</summary>
internal static class LinkRules
{
    public static void Check(Reading reading, XElement root)
    {
        var links = reading.Nodes.Values.Where(n => n.Node is EventNode { Definitions: [LinkDefinition] }).ToLookup(n => (n.Node.Parent, ((LinkDefinition)((EventNode)n.Node).Definitions[0]).Name));
        foreach (var named in links)
        {
            var catches = named.Where(n => n.Node is CatchEvent).ToList();
            var throws = named.Where(n => n.Node is ThrowEvent).ToList();
            foreach (var second in catches.Skip(1))
                reading.Refuse("link-caught-twice", second.At, $"链接“{named.Key.Name}”有两个捕获事件，不知去向", $"the link '{named.Key.Name}' has two catch events, so it leads to no one place");
            if (catches.Count == 0)
                foreach (var (node, at) in throws) reading.Refuse("link-without-catch", at, $"链接“{named.Key.Name}”没有同名的捕获事件", $"there is no catch event for the link '{named.Key.Name}' of '{node.Id}'");
            if (throws.Count == 0)
                foreach (var (node, at) in catches) reading.Model("link-without-throw", at, $"链接“{named.Key.Name}”没有同名的抛出事件", $"there is no throw event for the link '{named.Key.Name}' of '{node.Id}'");
        }
        foreach (var (node, at) in reading.Nodes.Values.Where(n => n.Node is CatchEvent { Definitions: [LinkDefinition] } && reading.FlowsTo.Contains(n.Node.Id)))
            reading.Refuse("link-has-flow", at, $"链接捕获事件“{node.Id}”没有入口，令牌由链接而来", $"no flow leads to the link catch event '{node.Id}': its tokens come by the link");
        foreach (var (node, at) in reading.Nodes.Values.Where(n => n.Node is ThrowEvent { Definitions: [LinkDefinition] } && reading.FlowsFrom.Contains(n.Node.Id)))
            reading.Refuse("link-has-flow", at, $"链接抛出事件“{node.Id}”没有出口，令牌由链接而去", $"no flow leaves the link throw event '{node.Id}': its tokens go by the link");
        foreach (var definition in Look.All(root, "linkEventDefinition")) CheckReferences(reading, definition);
    }

    /// <summary>Where the ends name each other, they agree.</summary>
    private static void CheckReferences(Reading reading, XElement definition)
    {
        var isThrow = definition.Parent?.Name.LocalName == "intermediateThrowEvent";
        var (to, back) = isThrow ? ("target", "source") : ("source", "target");
        foreach (var reference in Look.Children(definition, to))
        {
            var other = Look.Referred(definition, reference.Value);
            var agrees = other?.Name.LocalName == "linkEventDefinition"
                && (!Look.Children(other, back).Any() || Look.Children(other, back).Any(e => Look.Referred(other, e.Value) == definition));
            if (!agrees)
                reading.Model("link-ends-differ", definition, $"链接的 {to} 指向“{Look.Words(reference)}”，而对方并不指回这里", $"the link's {to} names '{Look.Words(reference)}', which does not name it in return");
        }
    }
}
