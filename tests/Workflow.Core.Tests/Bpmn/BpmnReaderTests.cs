using Workflow.Core.Bpmn;
using Xunit;

namespace Workflow.Core.Tests.Bpmn;

public sealed class BpmnReaderTests
{
    [Theory]
    [InlineData("", "xmlns")]
    [InlineData("bpmn2:", "xmlns:bpmn2")]
    [InlineData("semantic:", "xmlns:semantic")]
    public void Any_prefix_will_do(string p, string declaration)
    {
        var reading = Models.Read(
            $"""
            <{p}definitions {declaration}="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">
              <{p}process id="drawn-only"><{p}callActivity id="c"/></{p}process>
              <{p}process id="p" name="试" isExecutable="true">
                <{p}startEvent id="s"/><{p}userTask id="a" name="审查"/><{p}endEvent id="e"/>
                <{p}sequenceFlow id="f1" sourceRef="s" targetRef="a"/><{p}sequenceFlow id="f2" sourceRef="a" targetRef="e"/>
              </{p}process>
            </{p}definitions>
            """);
        Assert.Empty(reading.Findings);
        Assert.Equal(("p", "试"), (reading.Graph!.Id, reading.Graph.Name));
        var task = Assert.IsType<UserTask>(reading.Graph.Node("a"));
        Assert.Equal(["f1"], task.Incoming);
        Assert.Equal(["f2"], task.Outgoing);
        Assert.Equal("审查", task.Name);
    }

    [Fact]
    public void Every_family_becomes_its_record()
    {
        var reading = Models.ReadProcess(
            """
            <startEvent id="s"/><exclusiveGateway id="x" default="x_b"/><userTask id="a"/><manualTask id="b"/><task id="c"/><serviceTask id="job"/>
            <parallelGateway id="g"/><intermediateCatchEvent id="w"><timerEventDefinition><timeDuration>PT5M</timeDuration></timerEventDefinition></intermediateCatchEvent>
            <boundaryEvent id="late" attachedToRef="a" cancelActivity="false"><timerEventDefinition><timeCycle>R/P1D</timeCycle></timerEventDefinition></boundaryEvent>
            <subProcess id="sub"><startEvent id="s2"/><endEvent id="stop"><terminateEventDefinition/></endEvent><sequenceFlow id="in" sourceRef="s2" targetRef="stop"/></subProcess>
            <endEvent id="e"/>
            """
            + Models.Arrow("s", "x") + Models.Arrow("x", "a", Models.Condition("=n > 1")) + Models.Arrow("x", "b") + Models.Arrow("a", "g") + Models.Arrow("b", "c")
            + Models.Arrow("c", "g") + Models.Arrow("g", "job") + Models.Arrow("job", "w") + Models.Arrow("w", "sub") + Models.Arrow("sub", "e") + Models.Arrow("late", "e"));
        Assert.Empty(reading.Findings);
        var graph = reading.Graph!;
        Assert.Equal(
            ["BoundaryEvent late", "CatchEvent w", "EndEvent e", "EndEvent stop", "ExclusiveGateway x", "ParallelGateway g", "PassTask b", "PassTask c", "ServiceTask job", "StartEvent s", "StartEvent s2", "SubProcess sub", "UserTask a"],
            graph.Nodes.Select(n => $"{n.GetType().Name} {n.Id}").Order(StringComparer.Ordinal));
        Assert.Equal("sub", graph.Node("stop").Parent);
        Assert.Equal("s2", graph.StartOf("sub")?.Id);
        Assert.Equal("n > 1", graph.Flow("x_a").Condition!.Source);
        Assert.True(graph.Flow("x_b").IsDefault);
        Assert.False(graph.BoundariesOf("a").Single().Interrupts);
    }

    [Fact]
    public void Our_own_attributes_and_elements_are_collected_by_name()
    {
        var reading = Models.ReadProcess(Models.Around(
            """
            <userTask id="x" approval:kind="review" approval:department="=region">
              <extensionElements><approval:limit days="5" basis="第三十二条"/><other xmlns="urn:other" days="9"/></extensionElements>
            </userTask>
            """));
        Assert.Empty(reading.Findings);
        Assert.Equal(
            [("department", "=region"), ("kind", "review"), ("limit.basis", "第三十二条"), ("limit.days", "5")],
            reading.Graph!.Node("x").Approval.Select(e => (e.Key, e.Value)));
    }

    [Fact]
    public void A_multi_instance_takes_a_collection_or_a_cardinality()
    {
        var collection = Models.ReadProcess(Models.Around(
            """
            <userTask id="x"><multiInstanceLoopCharacteristics><extensionElements><approval:collection expression="=application.employees" element="employee"/></extensionElements></multiInstanceLoopCharacteristics></userTask>
            """));
        var loop = Assert.IsType<MultiInstance>(Assert.IsType<UserTask>(collection.Graph!.Node("x")).Loop);
        Assert.Equal(("application.employees", "employee", null), (loop.Collection?.Source, loop.Element, loop.Cardinality));

        var cardinality = Models.ReadProcess(Models.Around(
            """<userTask id="x"><multiInstanceLoopCharacteristics><loopCardinality>=n + 1</loopCardinality></multiInstanceLoopCharacteristics></userTask>"""));
        Assert.Equal("n + 1", Assert.IsType<MultiInstance>(Assert.IsType<UserTask>(cardinality.Graph!.Node("x")).Loop).Cardinality!.Source);
    }

    [Fact]
    public void What_only_describes_is_passed_over_and_what_has_no_effect_is_warned_of()
    {
        var reading = Models.ReadProcess(
            """<laneSet id="l"><lane id="l1"><flowNodeRef>x</flowNodeRef></lane></laneSet><textAnnotation id="t"/><association id="as" sourceRef="x" targetRef="t"/><group id="gr"/><dataObject id="d"/>"""
            + Models.Around("""<userTask id="x"><documentation>why</documentation><potentialOwner id="r"/></userTask>"""));
        Assert.NotNull(reading.Graph);
        Assert.Equal(["not-executed r"], reading.Findings.Select(f => $"{f.Code} {f.Element}"));
        Assert.All(reading.Findings, f => Assert.Equal(FindingSeverity.Warning, f.Severity));
    }

    [Fact]
    public void A_process_whose_tokens_end_without_an_end_event_there_is_only_warned_of()
    {
        var reading = Models.ReadProcess("""<startEvent id="s"/><userTask id="a"/><userTask id="b"/><endEvent id="e"/>""" + Models.Arrow("s", "a") + Models.Arrow("s", "b") + Models.Arrow("a", "e"));
        Assert.NotNull(reading.Graph);
        Assert.Equal(["implicit-end b"], reading.Findings.Select(f => $"{f.Code} {f.Element}"));
    }

    [Fact]
    public void A_flow_without_an_id_gets_one_that_stays_the_same()
    {
        const string content = """<startEvent id="s"/><endEvent id="e"/><sequenceFlow sourceRef="s" targetRef="e"/><sequenceFlow sourceRef="s" targetRef="e"/>""";
        Assert.Equal(["s->e#1", "s->e#2"], Models.ReadProcess(content).Graph!.Node("s").Outgoing);
    }

    [Fact]
    public void A_finding_names_the_line()
    {
        var reading = Models.Read("<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\">\n<process id=\"p\" isExecutable=\"true\">\n<callActivity id=\"x\"/>\n</process></definitions>");
        Assert.Contains(reading.Findings, f => f is { Code: "call-without-target", Element: "x", Line: 3 });
    }

    [Fact]
    public void The_sample_is_read_without_a_finding()
    {
        var reading = BpmnReader.Read(File.ReadAllBytes(Path.Combine(Models.Root, "samples/open-a-restaurant/definition.bpmn")));
        Assert.Empty(reading.Findings);
        Assert.Equal("2", reading.Graph!.Node("decide").Approval["limit.days"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not xml")]
    [InlineData("<a>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")]
    public void What_is_no_xml_is_refused_by_the_door(string text)
    {
        var reading = Models.Read(text);
        Assert.Null(reading.Graph);
        Assert.StartsWith("xml-", reading.Findings.Single().Code, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wide_hostile_model_is_read_in_linear_time_and_its_findings_are_bounded()
    {
        var flows = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"<userTask id=\"t{i}\" default=\"f{i}x\"><incoming>no{i}</incoming></userTask><sequenceFlow id=\"f{i}\" sourceRef=\"t{i}\" targetRef=\"none\"/>"));
        var reading = Models.ReadProcess(flows);
        Assert.Null(reading.Graph);
        Assert.InRange(reading.Findings.Length, 1, 500);
    }
}
