using System.Text;
using System.Text.Json;
using Workflow.Core.Bpmn;
using Xunit;

namespace Workflow.Core.Tests.Bpmn;

/// <summary>Models that others wrote to show one rule of the standard each, kept and broken.</summary>
public sealed class ForeignRulesTests(ITestOutputHelper output)
{
    /// <summary>Valid by the standard, refused here because they cannot run: why.</summary>
    private static readonly Dictionary<string, string> CannotRun = new(StringComparer.Ordinal)
    {
        ["012/EXT012_success_sequenceFlow.bpmn"] = "its condition is a dummy text and no FEEL",
        ["012/EXT012_success_timerEvent_timeDate.bpmn"] = "its date has no offset",
        ["013/EXT013_success_complexBehaviorDefinition.bpmn"] = "its cardinality is a dummy text",
        ["022/success_gateways.bpmn"] = "its exclusive gateway has flows without conditions",
        ["025/success_2.bpmn"] = "its condition is written in another language",
        ["135/success_multiple_out.bpmn"] = "its exclusive gateway has flows without conditions",
        ["142/EXT142_success.bpmn"] = "its timer has no time",
    };

    [Fact]
    public void A_valid_model_is_read_or_refused_as_unsupported_and_never_as_wrong()
    {
        var folder = Path.Combine(Models.Root, "../shared/testdata/bpmn-spector");
        if (!Directory.Exists(folder)) Assert.Skip("bpmn-spector is not beside the repository");
        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expected-validity.json")));

        var (valid, broken, found, wrong) = (0, 0, 0, new List<string>());
        foreach (var entry in expected.RootElement.EnumerateArray())
        {
            var file = entry.GetProperty("file").GetString()!;
            var codes = Errors(Path.Combine(folder, file));
            if (entry.GetProperty("valid").GetBoolean())
            {
                valid++;
                codes.RemoveAll(code => code.StartsWith("unsupported", StringComparison.Ordinal) || code is "no-executable-process" or "several-executable-processes");
                if (codes.Count > 0 && !CannotRun.ContainsKey(file)) wrong.Add($"{file}: {string.Join(' ', codes)}");
            }
            else
            {
                broken++;
                if (codes.Count > 0) found++;
            }
        }
        output.WriteLine($"{valid} valid models, {CannotRun.Count} of them cannot run; of {broken} broken ones {found} are refused");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(found * 10 >= broken * 8, $"only {found} of {broken} broken models are refused");
    }

    private static List<string> Errors(string file)
    {
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(file)).Replace("isExecutable=\"false\"", "isExecutable=\"true\"", StringComparison.Ordinal);
        return [.. BpmnReader.Read(Encoding.Latin1.GetBytes(text)).Findings.Where(f => f.Severity == FindingSeverity.Error).Select(f => f.Code).Distinct()];
    }
}
