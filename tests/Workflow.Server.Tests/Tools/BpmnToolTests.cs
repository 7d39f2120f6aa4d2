using System.Diagnostics;
using System.Text;
using Workflow.Core.Bpmn.Interchange;
using Workflow.Server.Tools;
using Xunit;

namespace Workflow.Server.Tests.Tools;

/// <summary>BPMN files on the command line.</summary>
public sealed class BpmnToolTests : IDisposable
{
    private const string Good = """
        <?xml version="1.0" encoding="ISO-8859-1"?>
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:approval="http://onego.dev/schema/approval" xmlns:v="urn:vendor" targetNamespace="urn:t">
          <process id="p" isExecutable="true">
            <startEvent id="start"/>
            <userTask id="review" name="Prüfung" approval:kind="decide" approval:department="fire" v:colour="red"/>
            <userTask id="close" approval:kind="conclude" approval:department="fire"/>
            <endEvent id="end"/>
            <sequenceFlow id="f1" sourceRef="start" targetRef="review"/>
            <sequenceFlow id="f2" sourceRef="review" targetRef="close"/>
            <sequenceFlow id="f3" sourceRef="close" targetRef="end"/>
          </process>
        </definitions>
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("onego-bpmn-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_stands_in_a_file_is_told_and_whether_it_can_be_deployed()
    {
        var good = Write("good.bpmn", Good);
        var (code, said, _) = Run("bpmn", "check", good, "--lang", "en");
        Assert.Equal(0, code);
        Assert.Equal([$"{good}: 9 elements, 0 of diagrams, 1 of 1 processes executable", $"{good}: kept: 4 of OneGo", $"{good}: kept: 1 of urn:vendor", $"{good}: can be deployed"], Lines(said));
        Assert.Contains("可以部署", Run("bpmn", "check", good, "--lang", "zh").Said, StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_have_their_file_line_and_code_and_one_bad_file_fails_the_run()
    {
        var good = Write("good.bpmn", Good);
        var bad = Write("bad.bpmn", Good.Replace("targetRef=\"close\"", "targetRef=\"nowhere\"", StringComparison.Ordinal).Replace("<endEvent id=\"end\"/>", "<endEvent id=\"end\"/><task id=\"start\"/>", StringComparison.Ordinal));
        var unset = Write("unset.bpmn", Good.Replace(" approval:department=\"fire\" v", " v", StringComparison.Ordinal));
        var broken = Write("broken.bpmn", Good.Replace("</process>", "", StringComparison.Ordinal));
        var rules = Write("rules.dmn", "\n<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\"/>");
        var (code, said, _) = Run("bpmn", "check", good, bad, unset, broken, rules, "--lang", "en");
        Assert.Equal(1, code);
        var lines = Lines(said);
        Assert.Contains(lines, line => line.StartsWith($"{bad}:7: error: duplicate-id [start]:", StringComparison.Ordinal));
        Assert.Contains($"{bad}: line 9: the sequence flow f2 refers to 'nowhere', which is not in the file", lines);
        Assert.Contains($"{bad}: would be refused", lines);
        Assert.Contains(lines, line => line.StartsWith($"{unset}:5: error: approval-department-missing [review]:", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith($"{broken}:12:3: error: xml-malformed: ", StringComparison.Ordinal));
        Assert.Contains($"{rules}:2:2: error: not-bpmn: the root is 'definitions', not 'definitions' of BPMN 2.0: a DMN decision model; import it under decisions (line 2, column 2)", lines);
        Assert.Contains($"{good}: can be deployed", lines);
    }

    [Fact]
    public void A_file_is_written_anew_as_UTF8_and_reads_the_same()
    {
        var (from, to) = (Write("in.bpmn", Good), Path.Combine(folder, "out.bpmn"));
        var (code, said, _) = Run("bpmn", "convert", from, to, "--lang", "en");
        Assert.Equal((0, $"{to}: 9 elements, 0 of diagrams, 1 of 1 processes executable"), (code, Lines(said)[0]));
        var written = File.ReadAllText(to);
        Assert.Contains("encoding=\"UTF-8\"", written, StringComparison.Ordinal);
        Assert.Contains("Prüfung", written, StringComparison.Ordinal);
        Assert.True(BpmnDocument.TryRead(File.ReadAllBytes(from), out var before, out _) && BpmnDocument.TryRead(File.ReadAllBytes(to), out var after, out _) && before.FirstDifferenceTo(after) is null);
        Assert.Equal(["in.bpmn", "out.bpmn"], Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_broken_file_writes_nothing_and_wrong_words_are_told_apart()
    {
        var (broken, to) = (Write("broken.bpmn", "<definitions>"), Path.Combine(folder, "out.bpmn"));
        Assert.Equal(1, Run("bpmn", "convert", broken, to).Code);
        Assert.False(File.Exists(to));
        Assert.Equal(2, Run("bpmn", "convert", Write("in.bpmn", Good), Path.Combine(folder, "no", "such", "out.bpmn")).Code);
        Assert.Equal(2, Run("bpmn", "convert", broken).Code);
        Assert.Equal(2, Run("bpmn", "check").Code);
        Assert.Equal(2, Run("bpmn", "check", Path.Combine(folder, "none.bpmn")).Code);
        Assert.Equal(2, Run("bpmn", "draw").Code);
    }

    [Fact]
    public async Task The_built_binary_does_so_without_a_server()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Workflow.Server.dll"), "bpmn", "check", Write("good.bpmn", Good), "--lang", "zh"])
        {
            UseShellExecute = false, RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        Assert.Contains("可以部署", said, StringComparison.Ordinal);
    }

    private static string[] Lines(string said) => said.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text, name.EndsWith(".bpmn", StringComparison.Ordinal) ? Encoding.Latin1 : Encoding.UTF8);
        return path;
    }

    private static (int Code, string Said, string Wrong) Run(params string[] words)
    {
        using var said = new StringWriter();
        using var wrong = new StringWriter();
        return (Tool.Run(words, said, wrong) ?? -1, said.ToString(), wrong.ToString());
    }
}
