using System.Collections.Immutable;
using Workflow.Core.Cases.Instant;
using Workflow.Core.Flow;
using Workflow.Feel;
using Workflow.Feel.Dmn;
using Workflow.Feel.Dmn.Analysis;
using Workflow.Feel.Dmn.Testing;

namespace Workflow.Core.Catalog.Rules;

/// <summary>Something about a model or its tests. Errors refuse the publication, warnings do not.</summary>
/// <param name="Path">as in "$.model.xml"</param>
/// <param name="Element">id of the element concerned, or of the test case; null for the whole text</param>
/// <param name="Text">what was found there, with its place</param>
/// <param name="Line">from 1; 0 when it has no place</param>
/// <param name="Column">from 1; 0 when it has no place</param>
public sealed record RuleFinding(string Path, bool IsError, string Code, string? Element, LocalText Text, int Line, int Column);

/// <summary>One result of one test.</summary>
/// <param name="Test">index of its file among the model's tests</param>
public sealed record RuleTestResult(int Test, DmnTestResult Result);

/// <summary>What was found in a decision model that is to be published: the model itself, its tests run, gaps and overlaps of its tables.</summary>
/// <param name="Model">null when it has an error</param>
public sealed record RuleModelCheck(DecisionModel? Model, ImmutableArray<RuleFinding> Findings, ImmutableArray<RuleTestResult> Tests, ImmutableArray<AnalysisNote> Analysis)
{
    /// <summary>Cases of all tests together at most.</summary>
    public const int MostCases = 2_000;

    /// <summary>Steps of evaluation for all tests together at most; what comes after is given up and fails.</summary>
    private const long MostSteps = 50_000_000;

    public bool IsPublishable => Model is not null && Findings.All(f => !f.IsError) && Failed.IsEmpty;

    public ImmutableArray<RuleTestResult> Failed => [.. Tests.Where(t => !t.Result.Passed)];

    /// <param name="around">what the tests may know of the world</param>
    public static RuleModelCheck Of(RuleModel source, Surroundings around)
    {
        var build = source.Compile();
        var findings = build.Findings.Select(f => new RuleFinding("$.model.xml", f.IsError, f.Code, f.Element, new(DmnFindingTexts.Zh(f), DmnFindingTexts.En(f)), f.Line, f.Column)).ToList();
        if (build.Model is not { } model) return new(null, [.. findings], [], []);
        if (RuleDecision.Asked(model, source.Decision) is null)
            findings.Add(new("$.model.decision", true, "decision-unknown", source.Decision, new($"模型中没有决策“{source.Decision}”", $"the model has no decision '{source.Decision}'"), 0, 0));
        var tests = Run(model, source.Tests, around, findings);
        return new(model, [.. findings], tests, DmnAnalysis.Of(model.Definitions).Notes);
    }

    private static ImmutableArray<RuleTestResult> Run(DecisionModel model, ImmutableArray<string> tests, Surroundings around, List<RuleFinding> findings)
    {
        var purse = new Purse(around);
        var results = ImmutableArray.CreateBuilder<RuleTestResult>();
        foreach (var (index, xml) in tests.Index())
        {
            var path = $"$.model.tests[{index}]";
            var reading = DmnTestCases.Read(xml);
            findings.AddRange(reading.Findings.Select(f => new RuleFinding(path, f.IsError, f.Code, f.Element, new(DmnTestTexts.Zh(f), DmnTestTexts.En(f)), f.Line, f.Column)));
            if (reading.Cases is not { } cases) continue;
            if (results.Count + cases.Cases.Sum(c => c.Results.Length) > MostCases)
            {
                findings.Add(new(path, true, "rule-tests-count", null, new($"测试用例多于 {MostCases} 个", $"more than {MostCases} test cases"), 0, 0));
                break;
            }
            results.AddRange(DmnTestCases.Run(model, cases, purse.Next).Select(result => new RuleTestResult(index, result)));
        }
        return results.ToImmutable();
    }

    /// <summary>All evaluations of one check share what they may use.</summary>
    private sealed class Purse(Surroundings around)
    {
        private long left = MostSteps;
        private Evaluation? last;

        public Evaluation Next()
        {
            left -= last?.StepsUsed ?? 0;
            return last = around.Run(Math.Max(left, 0));
        }
    }
}
