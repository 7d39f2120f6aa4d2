using System.Xml.Linq;

namespace Workflow.Core.Bpmn.Rules;

/// <summary>What holds of activities (clause 10.3) beside their data.</summary>
internal static class ActivityRules
{
    public static void Check(Reading reading, XElement root)
    {
        foreach (var (node, at) in reading.Nodes.Values)
        {
            switch (node)
            {
                case SubProcess { IsEvent: true }: CheckEventSubProcess(reading, node, at); break;
                case SubProcess { AdHoc: not null }: CheckAdHoc(reading, node, at); break;
                case CallActivity call: CheckCall(reading, call, at); break;
                case ReceiveTask { Instantiates: true } when reading.FlowsTo.Contains(node.Id):
                    reading.Refuse("instantiate-has-incoming", at, $"“{node.Id}”创建流程，不能有入口", $"'{node.Id}' creates the process, so no flow may lead to it");
                    break;
                case ScriptTask { Script: not null } when Look.Text(at, "scriptFormat") is null:
                    // FEEL is the only language here, so that nothing is unclear; the standard asks for the format all the same (table 10.16).
                    reading.Strict("script-without-format", at, "脚本任务有脚本时须有 scriptFormat", "a script task with a script has a scriptFormat");
                    break;
            }
        }
    }

    private static void CheckEventSubProcess(Reading reading, FlowNode node, XElement at)
    {
        if (reading.FlowsTo.Contains(node.Id) || reading.FlowsFrom.Contains(node.Id))
            reading.Refuse("event-sub-process-flow", at, $"事件子流程“{node.Id}”不能有顺序流", $"the event sub-process '{node.Id}' has no sequence flows: its event starts it");
    }

    private static void CheckAdHoc(Reading reading, FlowNode node, XElement at)
    {
        if (!at.Elements().Any(e => Look.IsActivity(e.Name.LocalName)))
            reading.Model("ad-hoc-empty", at, $"即席子流程“{node.Id}”中没有活动", $"there is no activity in the ad-hoc sub-process '{node.Id}'");
    }

    /// <summary>What is called in the same file can be called: a process that a none start event, or no start event, begins, or a global task (clause 10.3.6).</summary>
    private static void CheckCall(Reading reading, CallActivity call, XElement at)
    {
        if (Look.Referred(at, call.Called) is not { } called || called.Name.Namespace != BpmnReader.Model) return;
        if (called.Name.LocalName == "process")
        {
            var starts = Look.Children(called, "startEvent").ToList();
            if (starts.Count > 0 && starts.TrueForAll(start => Look.DefinitionsOf(start).Any()))
                reading.Refuse("call-without-start", at, $"被调用的流程“{call.Called}”没有空开始事件", $"the process '{call.Called}', which is called, has no none start event");
        }
        // A name that is no process and no task of this file may be the code of another definition.
        else if (Look.IsActivity(called.Name.LocalName) || Look.IsEvent(called.Name.LocalName) || Look.IsGateway(called.Name.LocalName))
            reading.Refuse("call-not-callable", at, $"“{call.Called}”不是流程或全局任务，不能被调用", $"'{call.Called}' is no process and no global task and cannot be called");
    }
}
