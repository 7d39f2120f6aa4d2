using Workflow.Conformance;
using Xunit;

namespace Workflow.Server.Tests;

/// <summary>The conformance sets, run as the console runs them, on the external cases where they are at hand.</summary>
public class ConformanceTests
{
    public static TheoryData<string> Names => [.. Sets.All.Select(set => set.Name)];

    public static TheoryData<string, string> Cases
    {
        get
        {
            TheoryData<string, string> cases = [];
            foreach (var set in Sets.All)
                foreach (var data in set.Data.Split(' ')) cases.Add(set.Name, data);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_case_of_the_set_passes(string name, string data)
    {
        var set = Sets.All.Single(set => set.Name == name);
        var folder = SharedData.Folder(data);
        Assert.SkipWhen(folder is null, $"the external cases are absent: ../shared/testdata/{data}");

        var verdicts = Sets.Judge(set.Run, folder!);

        foreach (var note in verdicts.Notes) TestContext.Current.SendDiagnosticMessage("{0}", note);
        Assert.True(verdicts.Failed == 0, string.Join('\n', verdicts.Failures.Select(failure => $"{failure.Case}: {failure.Why}")));
        Assert.True(verdicts.Passed > 0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_folder_without_cases_is_a_failure(string name)
    {
        var empty = Directory.CreateTempSubdirectory("no-cases-");
        try
        {
            File.WriteAllText(Path.Combine(empty.FullName, "other.json"), "{}");
            foreach (var folder in new[] { empty.FullName, Path.Combine(empty.FullName, "absent") })
            {
                var output = new StringWriter();
                Assert.Equal(1, Sets.Run([name, folder], output));
                Assert.EndsWith("0 passed, 1 failed, 0 skipped", output.ToString().TrimEnd(), StringComparison.Ordinal);
            }
        }
        finally
        {
            empty.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_wrong_verdict_fails_the_run_and_is_printed_before_the_count()
    {
        var folder = Directory.CreateTempSubdirectory("wrong-cases-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "vectors.json"), """
                {"addWorkingDays": [{"start": "2026-03-02", "workingDays": 1, "due": "2026-03-03"}, {"start": "2026-03-02", "workingDays": 5, "due": "2026-03-08"}]}
                """);
            var output = new StringWriter();
            Assert.Equal(1, Sets.Run(["calendars", folder.FullName], output));
            Assert.Equal(["FAILED vectors.json 2026-03-02 + 5: expected 2026-03-08, got 2026-03-09", "1 passed, 1 failed, 0 skipped"],
                output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void The_published_results_of_the_kit_are_those_of_this_engine()
    {
        var folder = SharedData.Folder("dmn-tck");
        Assert.SkipWhen(folder is null, "the external cases are absent: ../shared/testdata/dmn-tck");
        var fresh = Directory.CreateTempSubdirectory("tck-results-");
        try
        {
            TckResults.Write(folder!, fresh.FullName, TextWriter.Null);
            var published = Path.Combine(SharedData.Repository!, "docs", "tck");
            // Written by: Workflow.Conformance tck-results ../shared/testdata/dmn-tck docs/tck
            Assert.Equal(File.ReadAllText(Path.Combine(fresh.FullName, TckResults.Csv)), File.ReadAllText(Path.Combine(published, TckResults.Csv)));
            Assert.Equal(Undated(fresh.FullName), Undated(published));
        }
        finally
        {
            fresh.Delete(recursive: true);
        }

        static IEnumerable<string> Undated(string folder) => File.ReadLines(Path.Combine(folder, TckResults.Properties)).Where(line => !line.StartsWith("last.update=", StringComparison.Ordinal));
    }

    [Fact]
    public void An_unknown_set_is_told_with_those_that_are_known()
    {
        var output = new StringWriter();
        Assert.Equal(2, Sets.Run(["nonsense", "."], output));
        Assert.Contains("calendars", output.ToString(), StringComparison.Ordinal);
    }
}
