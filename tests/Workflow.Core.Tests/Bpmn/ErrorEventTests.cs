using Workflow.Core.Bpmn;
using Xunit;

namespace Workflow.Core.Tests.Bpmn;

public sealed class ErrorEventTests
{
    [Fact]
    public void Error_events_carry_the_code_of_the_error_they_name()
    {
        var reading = Read("""
            <startEvent id="s"/><subProcess id="sub"><startEvent id="s2"/><serviceTask id="job"/><endEvent id="e2"><errorEventDefinition errorRef="t:taken"/></endEvent>
            <sequenceFlow id="i" sourceRef="s2" targetRef="job"/><sequenceFlow id="o" sourceRef="job" targetRef="e2"/></subProcess>
            <boundaryEvent id="one" attachedToRef="sub"><errorEventDefinition errorRef="taken"/></boundaryEvent>
            <boundaryEvent id="all" attachedToRef="sub"><errorEventDefinition/></boundaryEvent><endEvent id="e"/>
            """ + Models.Arrow("s", "sub") + Models.Arrow("sub", "e") + Models.Arrow("one", "e") + Models.Arrow("all", "e"));
        Assert.Empty(reading.Findings);
        var graph = reading.Graph!;
        Assert.Equal("name-taken", ((EndEvent)graph.Node("e2")).Definitions.OfType<ErrorDefinition>().Single().Code);
        Assert.Equal([("all", null), ("one", "name-taken")], graph.BoundariesOf("sub").Select(b => (b.Id, b.Definitions.OfType<ErrorDefinition>().Single().Code)));
        Assert.Empty(graph.BoundariesOf("job"));
    }

    [Fact]
    public void An_error_end_event_that_nothing_catches_is_a_warning()
    {
        var reading = Read("""<startEvent id="s"/><endEvent id="e"><errorEventDefinition errorRef="taken"/></endEvent>""" + Models.Arrow("s", "e"));
        Assert.NotNull(reading.Graph);
        Assert.Equal(("error-not-caught", "e", FindingSeverity.Warning), reading.Findings.Select(f => (f.Code, f.Element!, f.Severity)).Single());
    }

    [Fact]
    public void An_error_event_where_nothing_throws_is_a_warning()
    {
        var reading = Read(Models.Around("""<userTask id="x"/>""") + """<boundaryEvent id="one" attachedToRef="x"><errorEventDefinition errorRef="taken"/></boundaryEvent>""" + Models.Arrow("one", "e"));
        Assert.Equal(("never-fires", "one"), reading.Findings.Select(f => (f.Code, f.Element!)).Single());
    }

    [Fact]
    public void An_error_without_a_code_is_refused() =>
        Assert.Contains(Read(Models.Around("""<serviceTask id="x"/>""") + """<boundaryEvent id="one" attachedToRef="x"><errorEventDefinition errorRef="bare"/></boundaryEvent>""" + Models.Arrow("one", "e")).Findings,
            f => f is { Code: "error-without-code", Element: "one", Severity: FindingSeverity.Error });

    private static BpmnReading Read(string content) => Models.Read(
        $"""
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"><error id="taken" errorCode="name-taken"/><error id="bare"/>
        <process id="p" isExecutable="true">
        {content}
        </process></definitions>
        """);
}
