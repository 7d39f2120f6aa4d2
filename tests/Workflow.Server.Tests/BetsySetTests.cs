using System.Text.Json;
using Workflow.Conformance;
using Xunit;

namespace Workflow.Server.Tests;

/// <summary>The set that runs processes judges traces as multisets, and no correction stands longer than it is needed.</summary>
public sealed class BetsySetTests : IDisposable
{
    private const string None = "[]";
    private const string Model = """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">
          <process id="P" isExecutable="true">
            <startEvent id="s"/><parallelGateway id="fork"/><scriptTask id="a"><script>SCRIPT_task2</script></scriptTask><scriptTask id="b"><script>SCRIPT_task1</script></scriptTask>
            <intermediateCatchEvent id="wait"><timerEventDefinition><timeDuration>PT30S</timeDuration></timerEventDefinition></intermediateCatchEvent>
            <scriptTask id="c"><script>SCRIPT_task3</script></scriptTask><endEvent id="e"/>
            <sequenceFlow id="f1" sourceRef="s" targetRef="fork"/><sequenceFlow id="f2" sourceRef="fork" targetRef="a"/><sequenceFlow id="f3" sourceRef="fork" targetRef="b"/>
            <sequenceFlow id="f4" sourceRef="fork" targetRef="wait"/><sequenceFlow id="f5" sourceRef="wait" targetRef="c"/>
            <sequenceFlow id="f6" sourceRef="a" targetRef="e"/><sequenceFlow id="f7" sourceRef="b" targetRef="e"/><sequenceFlow id="f8" sourceRef="c" targetRef="e"/>
          </process>
        </definitions>
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("onego-betsy-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_trace_has_no_order_and_is_looked_at_when_the_case_says()
    {
        Expect("""["SCRIPT_task1", "SCRIPT_task2", "SCRIPT_task3"]""");
        Assert.Empty(Run(None).Failures);
        Expect("""["SCRIPT_task1", "SCRIPT_task2"]""", ", \"delayMs\": 29000");
        Assert.Empty(Run(None).Failures);
        Expect("""["SCRIPT_task1", "SCRIPT_task1", "SCRIPT_task2", "SCRIPT_task3"]""");
        Assert.Equal("expected [SCRIPT_task1 SCRIPT_task1 SCRIPT_task2 SCRIPT_task3], got [SCRIPT_task1 SCRIPT_task2 SCRIPT_task3]", Assert.Single(Run(None).Failures).Why);
    }

    [Fact]
    public void A_correction_passes_with_its_clause_and_fails_once_it_is_stale()
    {
        Expect("""["SCRIPT_task1"]""");
        var verdicts = Run(Correction("""["SCRIPT_task1"]""", """["SCRIPT_task3", "SCRIPT_task2", "SCRIPT_task1"]"""));
        Assert.Equal((1, 0), (verdicts.Passed, verdicts.Failed));
        Assert.Contains(verdicts.Notes, note => note.EndsWith("clause 13", StringComparison.Ordinal));

        Assert.Contains("is corrected to [SCRIPT_task2]", Assert.Single(Run(Correction("""["SCRIPT_task1"]""", """["SCRIPT_task2"]""")).Failures).Why, StringComparison.Ordinal);
        Assert.Contains("expects something else", Assert.Single(Run(Correction("""["SCRIPT_task2"]""", """["SCRIPT_task1", "SCRIPT_task2", "SCRIPT_task3"]""")).Failures).Why, StringComparison.Ordinal);
        Expect("""["SCRIPT_task1", "SCRIPT_task2", "SCRIPT_task3"]""");
        Assert.Contains("comes out as it is written", Assert.Single(Run(Correction("""["SCRIPT_task1", "SCRIPT_task2", "SCRIPT_task3"]""", """["SCRIPT_task1"]""")).Failures).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_deployed_and_what_stops_are_errors_of_their_own()
    {
        Expect("""["ERROR_deployment"]""", model: Model.Replace("targetRef=\"fork\"", "targetRef=\"nowhere\"", StringComparison.Ordinal));
        Assert.Empty(Run(None).Failures);
        var stops = Model.Replace("SCRIPT_task3", "THROW_ERROR", StringComparison.Ordinal);
        Expect("""["ERROR_runtime", "SCRIPT_task1", "SCRIPT_task2"]""", model: stops);
        Assert.Empty(Run(None).Failures);
        Expect("""["ERROR"]""", model: stops);
        Assert.Single(Run(None).Failures);
    }

    private void Expect(string trace, string more = "", string model = Model)
    {
        File.WriteAllText(Path.Combine(folder, "P.bpmn"), model);
        File.WriteAllText(Path.Combine(folder, "expected-traces.json"), $$"""[{"id": "P", "name": "P", "file": "P.bpmn", "testCases": [{"number": 1, "variables": {}, "expectedTrace": {{trace}}{{more}}}]}]""");
    }

    private static string Correction(string written, string corrected) => $$"""[{"process": "P", "case": 1, "written": {{written}}, "corrected": {{corrected}}, "clause": "clause 13"}]""";

    private Verdicts Run(string corrections)
    {
        using var json = JsonDocument.Parse(corrections);
        return BetsySet.Run(folder, json.RootElement);
    }
}
