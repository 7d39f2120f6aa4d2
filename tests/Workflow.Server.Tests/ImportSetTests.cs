using System.Formats.Tar;
using Workflow.Conformance;
using Xunit;

namespace Workflow.Server.Tests;

/// <summary>The sets that judge the import of BPMN files find what is wrong, and say what they did not look at.</summary>
public sealed class ImportSetTests : IDisposable
{
    private const string Model = """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">
          <process id="p" isExecutable="true"><startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="gone"/><task id="t"/><task id="t"/></process>
        </definitions>
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("onego-set-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Right_counts_pass_and_what_is_no_BPMN_is_told_as_left_out()
    {
        Write("deep/a.bpmn", Model);
        Write("broken.bpmn", "<a>\n<b></a>");
        Write("rules.dmn", "<x/>");
        Counts("""
            {"deep/a.bpmn": {"root": "bpmn:definitions", "elements": {"definitions": 1, "process": 1, "startEvent": 1, "sequenceFlow": 1, "task": 2}, "executable": 1, "danglingSequenceFlows": 1, "duplicateIds": 1},
            "broken.bpmn": {"parseError": "mismatched tag: line 2, column 5"}, "gone.bpmn": {"root": "bpmn:definitions", "elements": {}, "executable": 0}}
            """);
        Assert.Equal(["skipped 1: counted, and not among the files", "left out, no BPMN: 1 .dmn",
            "1 read and written and read again, 1 refused with a place; 6 elements, 0 of diagrams, 0 foreign elements and attributes kept", "2 passed, 0 failed, 1 skipped"], Run("import", folder));
    }

    [Theory]
    [InlineData("\"task\": 2", "\"task\": 3", "task: expected 3, got 2")]
    [InlineData("\"executable\": 1", "\"executable\": 0", "executable processes: expected 0, got 1")]
    [InlineData("\"danglingSequenceFlows\": 1", "\"danglingSequenceFlows\": 0", "dangling sequence flows: expected 0, got 1")]
    [InlineData("\"duplicateIds\": 1", "\"duplicateIds\": 0", "duplicate ids: expected 0, got 1")]
    [InlineData("\"root\": \"bpmn:definitions\"", "\"parseError\": \"mismatched tag: line 9, column 1\"", "a.bpmn: cannot be parsed")]
    [InlineData("\"root\"", "\"sha256\": \"00\", \"root\"", "is not the file that was counted")]
    public void A_wrong_count_fails_and_names_the_element(string right, string wrong, string words)
    {
        Write("a.bpmn", Model);
        var counts = """{"a.bpmn": {"root": "bpmn:definitions", "elements": {"definitions": 1, "process": 1, "startEvent": 1, "sequenceFlow": 1, "task": 2}, "executable": 1, "danglingSequenceFlows": 1, "duplicateIds": 1}}""";
        Counts(counts.Replace(right, wrong, StringComparison.Ordinal));
        var lines = Run("import", folder);
        Assert.StartsWith("FAILED a.bpmn: ", lines[0], StringComparison.Ordinal);
        Assert.Contains(words, lines[0], StringComparison.Ordinal);
        Assert.EndsWith("0 passed, 1 failed, 0 skipped", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_on_another_line_than_the_fault_fails()
    {
        Write("a.bpmn", "<a>\n<b></a>\n\n<c>\n");
        Counts("""{"a.bpmn": {"parseError": "mismatched tag: line 4, column 5"}}""");
        Assert.StartsWith("FAILED a.bpmn: expected 'mismatched tag: line 4, column 5', got xml-malformed at 2:", Run("import", folder)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_is_taken_with_the_counts_beside_it_and_a_folder_without_counts_too()
    {
        Write("in/a.bpmn", Model);
        Assert.Equal("1 passed, 0 failed, 0 skipped", Run("import", Path.Combine(folder, "in"))[^1]);
        TarFile.CreateFromDirectory(Path.Combine(folder, "in"), Path.Combine(folder, "models.tar"), includeBaseDirectory: false);
        Counts("""{"a.bpmn": {"root": "bpmn:definitions", "elements": {"definitions": 1, "process": 1, "startEvent": 1, "sequenceFlow": 1, "task": 1}, "executable": 1, "danglingSequenceFlows": 1, "duplicateIds": 1}}""");
        foreach (var given in new[] { folder, Path.Combine(folder, "models.tar") })
            Assert.Equal("FAILED a.bpmn: task: expected 1, got 2", Run("import", given)[0]);
    }

    [Fact]
    public void Each_variation_needs_its_reference_model()
    {
        Write("Reference/A.1.0.bpmn", Model);
        Write("some tool/A.1.0-export.bpmn", Model);
        Write("test-case-structure.json", """{"categories": [{"cases": [{"variations": [{"variation": "A.1.0"}, {"variation": "A.2.0"}]}]}]}""");
        var lines = Run("miwg", folder);
        Assert.Equal("FAILED test-case-structure.json A.2.0: has no reference model that was counted", lines[0]);
        Assert.Contains("files by variation: A.1.0 2, A.2.0 0", lines);
        Assert.Equal("3 passed, 1 failed, 0 skipped", lines[^1]);
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private void Counts(string json) => Write("element-counts.json", json);

    private static string[] Run(string set, string folder)
    {
        var output = new StringWriter();
        Sets.Run([set, folder], output);
        return output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }
}
