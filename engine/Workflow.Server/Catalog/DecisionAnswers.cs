using Workflow.Contracts.Catalog;
using Workflow.Core.Cases.Instant;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.Rules;
using Workflow.Feel;
using Workflow.Feel.Dmn;
using Workflow.Feel.Dmn.Analysis;
using Workflow.Feel.Dmn.Testing;
using Workflow.Server.Cases;
using Workflow.Server.Http;

namespace Workflow.Server.Catalog;

/// <summary>What was found in a decision model, and what it came to, in the language asked for.</summary>
internal static class DecisionAnswers
{
    /// <summary>422 with every error, or else with every test that fails; null when the model can be published.</summary>
    public static Problem? Refusal(RuleModelCheck check, bool english)
    {
        List<FieldError> errors = [.. check.Findings.Where(f => f.IsError).Select(f => new FieldError(f.Path, f.Code) { Text = In(f.Text, english) })];
        if (check.Model is null && errors.Count == 0) errors.Add(new FieldError("$.model.xml", "rules-invalid"));
        if (errors.Count > 0) return new Problem(StatusCodes.Status422UnprocessableEntity, "rules-invalid", errors: [.. errors.Take(Shape.ErrorsMax)]);
        return check.Failed is { IsEmpty: false } failed
            ? new Problem(StatusCodes.Status422UnprocessableEntity, "rules-tests-failed", errors: [.. failed.Take(Shape.ErrorsMax).Select(t => new FieldError($"$.model.tests[{t.Test}]", "rule-test-failed") { Text = TextOf(t.Result, english) })])
            : null;
    }

    public static DecisionCheckAnswer Of(RuleModelCheck check, bool english) => new(
        check.IsPublishable, [.. (check.Model?.Invocables ?? []).Select(Of)], Of(check.Findings, english),
        [.. check.Tests.Select(t => new DecisionTestAnswer(t.Test, t.Result.Case.Id, t.Result.Node.Name, t.Result.Passed, FeelText.Of(t.Result.Expected), FeelText.Of(t.Result.Actual), TextOf(t.Result, english)))],
        [.. check.Analysis.Select(n => new TableAnalysisAnswer(
            Words.Of(n.Kind), n.Table, n.Rules, n.Example.ToDictionary(e => e.Input, e => e.Feel, StringComparer.Ordinal), english ? AnalysisTexts.En(n) : AnalysisTexts.Zh(n)))]);

    public static IReadOnlyList<DecisionFindingAnswer> Of(IEnumerable<RuleFinding> findings, bool english) =>
        [.. findings.Select(f => new DecisionFindingAnswer(f.IsError ? "error" : "warning", f.Code, f.Path, f.Element, In(f.Text, english), Place(f.Line), Place(f.Column)))];

    /// <summary>What a publisher should know although it is published: findings, overlaps, gaps, rules that never come to their turn.</summary>
    public static IReadOnlyList<DecisionFindingAnswer> Warnings(RuleModelCheck check, bool english) =>
        [.. Of(check.Findings, english), .. check.Analysis.Select(n => new DecisionFindingAnswer("warning", n.Code, "$.model.xml", n.Table, english ? AnalysisTexts.En(n) : AnalysisTexts.Zh(n), null, null))];

    public static DecisionTrialAnswer Of(RuleResult result, bool english)
    {
        var (outcome, words) = result.Instant();
        return new(
            result.Rule, TableModel.WordOf(outcome), words?.ToText(), FeelJson.ToJson(result.Used), FeelJson.ToJson(result.Value), FeelText.Of(result.Value),
            result.Failed || result.Doubtful, [.. result.Whole.Diagnostics.Select(d => new DecisionDiagnosticAnswer(d.Code, (d.Within is null ? "" : d.Within + ": ") + (english ? DiagnosticTexts.En(d) : DiagnosticTexts.Zh(d))))],
            result.Explanation.Words().ToText(), [.. result.Explanation.Decisions.Select(Of)]);
    }

    private static DecisionStepAnswer Of(ExplainedDecision step) => new(step.Id, step.Name, FeelJson.ToJson(step.Value), FeelText.Of(step.Value),
        [.. step.Tables.Select(t => new TableStepAnswer(t.Element, System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(t.HitPolicy), [.. t.Inputs.Select(Of)],
            [.. t.Matched.Select(r => new RuleStepAnswer(r.Number, r.Id, [.. r.Outputs.Select(Of)], r.Annotations))]))]);

    private static NamedFeelAnswer Of(ExplainedValue value) => new(value.Name, FeelText.Of(value.Value));

    private static InvocableAnswer Of(Invocable one) => new(one.Id, one.Name,
        one.Kind switch { InvocableKind.Decision => "decision", InvocableKind.DecisionService => "service", _ => "knowledge" }, one.Result.ToString()!,
        [.. one.Parameters.Select(p => new DecisionInputAnswer(p.Name, p.Type.ToString()!))]);

    private static string TextOf(DmnTestResult result, bool english) => english ? DmnTestTexts.En(result) : DmnTestTexts.Zh(result);

    private static string In(LocalText text, bool english) => english ? text.En : text.Zh;

    private static int? Place(int place) => place == 0 ? null : place;
}
