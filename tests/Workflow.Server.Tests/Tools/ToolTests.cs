using System.Diagnostics;
using Workflow.Server.Tests.Catalog;
using Workflow.Server.Tools;
using Xunit;

namespace Workflow.Server.Tests.Tools;

/// <summary>FEEL and decision models on the command line.</summary>
public sealed class ToolTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("onego-tools-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("1 + 0.1", 0, "1.1", "")]
    [InlineData("-1", 0, "-1", "")]
    [InlineData("string(today())", 0, "\"2026-03-02\"", "")]
    [InlineData("[1, \"a\"][3]", 1, "null", "1:")]
    [InlineData("1 / 0", 1, "null", "division-by-zero")]
    [InlineData("1 +", 2, "", "unexpected-end")]
    public void An_expression_is_evaluated_and_what_goes_wrong_has_its_place(string source, int code, string value, string problem)
    {
        var (ended, said, wrong) = Run("feel", source, "--now", "2026-03-02T09:00:00+08:00", "--lang", "en");
        Assert.Equal((code, value), (ended, said.Trim()));
        if (problem.Length == 0) Assert.Empty(wrong);
        else Assert.Contains(problem, wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void An_expression_reads_its_names_from_a_file_of_JSON()
    {
        var context = Write("context.json", """{ "shop area": 120, "on": { "$feel": "date(\"2026-03-02\")" } }""");
        Assert.Equal((0, "[240, 2026]", ""), Trimmed(Run("feel", "[shop area * 2, on.year]", "--context", context)));
        Assert.Equal(2, Run("feel", "1", "--context", Write("broken.json", "{")).Code);
        Assert.Equal(2, Run("feel", "1", "--context", Path.Combine(folder, "none.json")).Code);
        Assert.Equal(2, Run("feel").Code);
        Assert.Equal(2, Run("feel", "1", "--colour", "red").Code);
        Assert.Equal(2, Run("feel", "1", "--now", "soon").Code);
        Assert.Equal(2, Run("dmn", "draw").Code);
        Assert.Null(Tool.Run(["--port", "0"], TextWriter.Null, TextWriter.Null));
    }

    [Fact]
    public void Tests_of_a_model_are_run_and_a_failing_one_says_what_was_expected_in_the_language_asked_for()
    {
        var model = Write("grade.dmn", DecisionApiTests.Dmn);
        var (good, bad) = (Write("good.xml", DecisionApiTests.Test(100, "small")), Write("bad.xml", DecisionApiTests.Test(100, "large")));
        Assert.Equal(0, Run("dmn", "test", model, good, "--lang", "en").Code);
        var (code, said, _) = Run("dmn", "test", model, good, bad, "--lang", "en");
        Assert.Equal(1, code);
        Assert.Contains("expected \"large\", got \"small\"", said, StringComparison.Ordinal);
        Assert.Contains("1 passed, 1 failed", said, StringComparison.Ordinal);
        Assert.Contains("未通过 1 个", Run("dmn", "test", model, bad, "--lang", "zh").Said, StringComparison.Ordinal);
        Assert.Equal(1, Run("dmn", "test", model, model).Code);
        Assert.Equal(0, Run("dmn", "check", model).Code);
        Assert.Equal(1, Run("dmn", "check", good).Code);
    }

    [Fact]
    public async Task The_built_binary_does_so_without_a_server()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Workflow.Server.dll"), "feel", "\"秒\" + \"批\"", "--lang", "zh"])
        {
            UseShellExecute = false, RedirectStandardOutput = true, StandardOutputEncoding = System.Text.Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal((0, "\"秒批\""), (process.ExitCode, said.Trim()));
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static (int Code, string Said, string Wrong) Run(params string[] words)
    {
        using var said = new StringWriter();
        using var wrong = new StringWriter();
        return (Tool.Run(words, said, wrong) ?? -1, said.ToString(), wrong.ToString());
    }

    private static (int, string, string) Trimmed((int Code, string Said, string Wrong) run) => (run.Code, run.Said.Trim(), run.Wrong.Trim());
}
