using System.Text;

namespace Workflow.Server.Tests.Cases;

/// <summary>The processes that these tests run, as BPMN: reviews side by side, then whatever follows in a row.</summary>
internal static class Drawings
{
    /// <summary>Reviews side by side and a join; the case is decided by its opinions.</summary>
    public static string Reviews(string id, params IReadOnlyList<string> departments) => Of(id, departments, "");

    /// <summary>Reviews side by side; the lead department decides and concludes, the window delivers.</summary>
    public static string Whole(string id, string lead, params IReadOnlyList<string> departments) => Of(id, departments,
        Task("decide", $"""approval:kind="decide" approval:department="{lead}" """) + Task("conclude", $"""approval:kind="conclude" approval:department="{lead}" """)
        + Task("deliver", """approval:kind="deliver" approval:department="window" """), "decide", "conclude", "deliver");

    /// <summary>A review, and an automated step after it; the error "name-taken" ends the process another way.</summary>
    public static string WithJob(string id, string department, string jobType) => Of(id, [department],
        $"""<bpmn:serviceTask id="register" name="register" approval:jobType="{jobType}" approval:retries="2"/><bpmn:boundaryEvent id="taken" attachedToRef="register"><bpmn:errorEventDefinition errorRef="Taken"/></bpmn:boundaryEvent><bpmn:sequenceFlow id="caught" sourceRef="taken" targetRef="end"/>""", "register");

    private static string Task(string id, string attributes) => $"""<bpmn:userTask id="{id}" name="{id}" {attributes}/>""";

    private static string Of(string id, IReadOnlyList<string> departments, string others, params IReadOnlyList<string> row)
    {
        var xml = new StringBuilder();
        xml.Append("""<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:approval="http://onego.dev/schema/approval" targetNamespace="http://onego.dev/tests"><bpmn:error id="Taken" errorCode="name-taken"/>""");
        xml.Append($"""<bpmn:process id="{id}" name="{id}" isExecutable="true"><bpmn:startEvent id="start"/><bpmn:parallelGateway id="fork"/><bpmn:parallelGateway id="join"/><bpmn:endEvent id="end"/>""");
        xml.Append(others);
        var flows = 0;
        Flow("start", "fork");
        foreach (var department in departments)
        {
            xml.Append($"""<bpmn:userTask id="review_{department}" name="review {department}" approval:kind="review" approval:department="{department}" approval:item="{department}"/>""");
            Flow("fork", $"review_{department}");
            Flow($"review_{department}", "join");
        }
        var at = "join";
        foreach (var step in row) { Flow(at, step); at = step; }
        Flow(at, "end");
        return xml.Append("</bpmn:process></bpmn:definitions>").ToString();

        void Flow(string from, string to) => xml.Append($"""<bpmn:sequenceFlow id="f{++flows}" sourceRef="{from}" targetRef="{to}"/>""");
    }
}
