using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Workflow.Core.Bpmn;
using Workflow.Core.Flow;
using Workflow.Core.Tests.Bpmn;
using Workflow.Feel;
using Xunit;

namespace Workflow.Core.Tests.Flow;

/// <summary>
/// Processes that others wrote to compare engines, with the traces they expect (a multiset). Script tasks become service
/// tasks whose worker does what the script says; conditions are rewritten as FEEL.
/// </summary>
public sealed partial class ForeignTraceTests(ITestOutputHelper output)
{
    private static readonly XNamespace Model = BpmnReader.Model;

    [Fact]
    public void Every_process_made_of_known_elements_gives_the_expected_trace()
    {
        var folder = Path.Combine(Models.Root, "../shared/testdata/bpmn-betsy");
        if (!Directory.Exists(folder)) Assert.Skip("bpmn-betsy is not beside the repository");
        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expected-traces.json")));

        var (ran, refused, wrong) = (0, new List<string>(), new List<string>());
        foreach (var process in expected.RootElement.EnumerateArray())
        {
            var name = process.GetProperty("id").GetString()!;
            foreach (var test in process.GetProperty("testCases").EnumerateArray())
            {
                var wanted = test.GetProperty("expectedTrace").EnumerateArray().Select(e => e.GetString()!).Order(StringComparer.Ordinal).ToList();
                if (Trace(Path.Combine(folder, process.GetProperty("file").GetString()!), test.GetProperty("variables")) is not { } trace)
                {
                    refused.Add(name);
                    continue;
                }
                ran++;
                var got = trace.Order(StringComparer.Ordinal).ToList();
                if (wanted is ["ERROR"] && got is [['E', 'R', 'R', 'O', 'R', ..]]) continue;
                if (!wanted.SequenceEqual(got)) wrong.Add($"{name}: expected [{string.Join(' ', wanted)}], got [{string.Join(' ', got)}]");
            }
        }
        output.WriteLine($"{ran} traces compared; refused: {string.Join(' ', refused.Distinct())}");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(ran >= 40, $"only {ran} traces were compared");
    }

    /// <summary>What the workers logged; null when the model holds elements that cannot be run yet.</summary>
    private static List<string>? Trace(string file, JsonElement variables)
    {
        var document = XDocument.Load(file);
        var scripts = Rewrite(document);
        var reading = Models.Read(document.ToString());
        if (reading.Graph is not { } graph)
            return reading.Findings.Any(f => f.Code.StartsWith("unsupported", StringComparison.Ordinal) || f.Code is "timer-cannot-repeat" or "several-executable-processes") ? null : ["ERROR_deployment"];

        var trace = new List<string>();
        var play = new Play(graph);
        play.Do(new Trigger.Begin(variables.EnumerateObject().Aggregate(Value.Context.Empty, (all, v) =>
            all.With(v.Name, v.Value.ValueKind == JsonValueKind.Number ? v.Value.GetDecimal() : v.Value.GetString()))));
        for (var turns = 0; turns < 200 && !play.State.IsCompleted; turns++)
        {
            if (play.State.Activities.Values.Where(a => a.Kind is ActivityKind.ServiceTask or ActivityKind.UserTask).MinBy(a => a.Id) is { } work) Work(play, work, scripts.GetValueOrDefault(work.Element, ""), trace);
            else if (play.State.Timers.Values.MinBy(t => t.Due) is { } timer) play.Fire(timer.Element);
            else break;
        }
        if (!play.State.Incidents.IsEmpty) trace.Add("ERROR_runtime");
        return trace;
    }

    private static void Work(Play play, Activity work, string script, List<string> trace)
    {
        var data = play.State.DataOf(work.Scope);
        var result = Value.Context.Empty;
        if (script.StartsWith("SCRIPT_", StringComparison.Ordinal)) trace.Add(script);
        switch (script)
        {
            case "THROW_ERROR": play.Do(new Trigger.Throw(work.Id, "ERR_CODE")); return;
            case "CREATE_MARKER_FILE": trace.Add("MARKER_exists"); break;
            case "SET_STRING_DATA": result = result.With("data", "text"); break;
            case "LOG_DATA": trace.Add(data["data"] is Value.Text ? "DATA_correct" : "DATA_wrong"); break;
            case "INCREMENT_INTEGER_VARIABLE" or "INCREMENT_INTEGER_VARIABLE_AND_LOG":
                result = result.With("integerVariable", ((Value.Number)data["integerVariable"]).Is.TryToInt32(out var soFar) ? soFar + 1 : 0);
                if (script.EndsWith("LOG", StringComparison.Ordinal)) trace.Add("INCREMENT");
                break;
            case "CREATE_TIMESTAMP_LOG_1" when play.Open.Length == 2: trace.Add("EXECUTION_parallel"); break;
            case "WAIT_TEN_SECONDS":
                play.Now += TimeSpan.FromSeconds(10);
                while (play.State.Timers.Values.FirstOrDefault(t => t.Due <= play.Now) is { } due) play.Fire(due.Element);
                break;
        }
        play.Do(new Trigger.Complete(work.Id, result));
    }

    /// <summary>Turns scripts into service tasks and expressions into FEEL; returns the scripts by element.</summary>
    private static Dictionary<string, string> Rewrite(XDocument document)
    {
        var scripts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var task in document.Descendants(Model + "scriptTask").ToList())
        {
            scripts[task.Attribute("id")!.Value] = task.Element(Model + "script")?.Value.Trim() ?? "";
            task.Elements(Model + "script").Remove();
            task.Name = Model + "serviceTask";
        }
        foreach (var expression in document.Descendants().Where(e => e.Name == Model + "conditionExpression" || e.Name == Model + "loopCardinality"))
        {
            var feel = Contains().Replace(expression.Value.Trim(), "contains(test, \"${text}\")");
            feel = feel.StartsWith('!') ? $"not({feel[1..]})" : feel;
            expression.Value = feel.Replace("${", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);
        }
        return scripts;
    }

    [GeneratedRegex("""test\.contains\("(?<text>\w+)"\)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Contains();
}
