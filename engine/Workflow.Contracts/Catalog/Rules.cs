using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Workflow.Contracts.Identity;

namespace Workflow.Contracts.Catalog;

/// <summary>
/// Publishes the next version of a decision (秒批规则、决策模型): PUT /api/rules/{code}. The content is whole, not a change:
/// either a decision model (DMN), or rules in the short form.
/// </summary>
/// <param name="Rules">tried in their order; the first that holds counts, and when none holds a person decides</param>
/// <param name="BaseVersion">the version that this one was made of, 0 for the first; another latest version refuses it (decision-moved)</param>
public sealed record DecisionTableRequest(
    Text Name, [property: Length(1, 200)] IReadOnlyList<DecisionRuleBody>? Rules = null, DecisionModelBody? Model = null, [property: Range(0, int.MaxValue)] int? BaseVersion = null);

/// <param name="Xml">a DMN model, of any version from 1.1 to 1.5</param>
/// <param name="Decision">id or name of the decision, or the decision service, that steps ask</param>
/// <param name="Tests">table tests in the format of the DMN TCK, XML each; one that fails refuses the publication</param>
public sealed record DecisionModelBody(
    [property: StringLength(1_000_000, MinimumLength = 1)] string Xml, [property: StringLength(400, MinimumLength = 1)] string Decision,
    [property: Length(0, 20)] IReadOnlyList<string>? Tests = null);

/// <param name="Id">short and stable: cases name the rule that fired by it</param>
/// <param name="When">FEEL over application, applies, opinions, region, instant, decision and materials (code → grade "A" to "D")</param>
/// <param name="Outcome">"grant", "deny" or "person"</param>
/// <param name="Words">why, as the applicant is told</param>
public sealed record DecisionRuleBody(
    [property: RegularExpression("^[A-Za-z0-9_-]{1,60}$")] string Id, [property: StringLength(4000, MinimumLength = 1)] string When,
    [property: RegularExpression("^(grant|deny|person)$")] string Outcome, Text Words);

/// <summary>The latest version of a decision, or an older one that was asked for.</summary>
/// <param name="Decision">id or name of the decision that steps ask</param>
/// <param name="Rules">null when it was published as a model</param>
/// <param name="Model">always there, rules being shown as a model too; null in a list</param>
/// <param name="By">account that published it; null in a list</param>
public sealed record DecisionTableAnswer(
    string Code, int Version, DateTimeOffset PublishedAt, Text Name, string Decision, IReadOnlyList<DecisionRuleBody>? Rules, DecisionModelBody? Model, string? By = null);

/// <summary>A published decision. Sending the latest version's own content again answers with that version.</summary>
public sealed record DecisionPublishedAnswer(string Id, long Version, long Position, IReadOnlyList<DecisionFindingAnswer> Warnings);

/// <summary>Checks a model as a publication would: POST /api/rules/check. Nothing is stored.</summary>
public sealed record DecisionCheckRequest(DecisionModelBody Model);

/// <param name="Deployable">no error, and no test that fails</param>
/// <param name="Decisions">what can be asked of the model</param>
/// <param name="Tests">one for each result of each test case</param>
/// <param name="Analysis">gaps and overlaps of its tables, which do not refuse it</param>
public sealed record DecisionCheckAnswer(
    bool Deployable, IReadOnlyList<InvocableAnswer> Decisions, IReadOnlyList<DecisionFindingAnswer> Findings,
    IReadOnlyList<DecisionTestAnswer> Tests, IReadOnlyList<TableAnalysisAnswer> Analysis);

/// <param name="Kind">"decision", "knowledge" (a business knowledge model) or "service"</param>
/// <param name="Inputs">the names that it needs, directly or not</param>
public sealed record InvocableAnswer(string Id, string Name, string Kind, string Type, IReadOnlyList<DecisionInputAnswer> Inputs);

public sealed record DecisionInputAnswer(string Name, string Type);

/// <param name="Severity">"error" or "warning"</param>
/// <param name="Path">as in "$.model.xml"</param>
/// <param name="Element">id of the element, or of the test case; null for the whole text</param>
/// <param name="Message">in the language asked for (Accept-Language)</param>
/// <param name="Line">from 1; null when it has no place</param>
public sealed record DecisionFindingAnswer(string Severity, string Code, string Path, string? Element, string Message, int? Line, int? Column);

/// <param name="Test">index of its file among the tests</param>
/// <param name="Case">id of the test case</param>
/// <param name="Result">name of the result node</param>
/// <param name="Expected">FEEL</param>
/// <param name="Actual">FEEL</param>
public sealed record DecisionTestAnswer(int Test, string Case, string Result, bool Passed, string Expected, string Actual, string Message);

/// <param name="Kind">"gap", "overlap", "masked" (a rule that is never reached) or "limit" (something was left out, so there may be more)</param>
/// <param name="Table">id of the table, or of the decision that it belongs to</param>
/// <param name="Rules">the rules concerned, from 1</param>
/// <param name="Example">an input for which it shows: FEEL by input expression</param>
public sealed record TableAnalysisAnswer(string Kind, string Table, IReadOnlyList<int> Rules, IReadOnlyDictionary<string, string> Example, string Message);

/// <summary>What a decision would come to, before it is published: POST /api/rules/try. Nothing is stored.</summary>
/// <param name="Inputs">by name: application, applies, opinions, region, materials; an object with the one member "$feel" is a FEEL expression</param>
public sealed record DecisionTrialRequest(
    IReadOnlyDictionary<string, JsonElement> Inputs, [property: Length(1, 200)] IReadOnlyList<DecisionRuleBody>? Rules = null, DecisionModelBody? Model = null);

/// <param name="Rule">ids of the rules that matched in the last table; null when none did</param>
/// <param name="Outcome">what a business-rule step would make of it: "grant", "deny" or "person"</param>
/// <param name="Used">the values that the tables asked for, by expression</param>
/// <param name="Feel">the value as FEEL</param>
/// <param name="Error">something went wrong on the way; <paramref name="Diagnostics"/> says what</param>
/// <param name="Explanation">which rules matched, with which inputs, and what each decision on the way was; lines parted by a line feed</param>
/// <param name="Decisions">the same as data, in order of evaluation</param>
public sealed record DecisionTrialAnswer(
    string? Rule, string Outcome, Text? Words, IReadOnlyDictionary<string, JsonElement> Used, JsonElement Value, string Feel, bool Error,
    IReadOnlyList<DecisionDiagnosticAnswer> Diagnostics, Text Explanation, IReadOnlyList<DecisionStepAnswer> Decisions);

public sealed record DecisionDiagnosticAnswer(string Code, string Message);

/// <summary>One decision on the way, or one call of a business knowledge model.</summary>
public sealed record DecisionStepAnswer(string Id, string Name, JsonElement Value, string Feel, IReadOnlyList<TableStepAnswer> Tables);

/// <param name="Element">id of the table, or of the decision that it belongs to</param>
/// <param name="HitPolicy">"unique", "first", "priority", "any", "collect", "ruleOrder" or "outputOrder"</param>
public sealed record TableStepAnswer(string Element, string HitPolicy, IReadOnlyList<NamedFeelAnswer> Inputs, IReadOnlyList<RuleStepAnswer> Matched);

/// <param name="Number">from 1, as drawn</param>
public sealed record RuleStepAnswer(int Number, string Id, IReadOnlyList<NamedFeelAnswer> Outputs, IReadOnlyList<string> Annotations);

public sealed record NamedFeelAnswer(string Name, string Feel);

/// <summary>Publishes the next version of a term table (术语对照表): PUT /api/terms/{code}. The content is whole, not a change.</summary>
/// <param name="Field">our name of the field; it always counts as one of its names</param>
/// <param name="Names">its names in other systems</param>
/// <param name="Values">its values there and here; empty for a field whose values are the same everywhere</param>
public sealed record TermTableRequest(
    Text Name, [property: RegularExpression("^[A-Za-z][A-Za-z0-9_]{0,59}$")] string Field,
    IReadOnlyList<TermNameBody> Names, [property: Length(0, 5000)] IReadOnlyList<TermValueBody> Values);

/// <param name="System">code of the system that writes it; null for every system</param>
public sealed record TermNameBody([property: StringLength(200, MinimumLength = 1)] string Name, [property: RegularExpression(Patterns.Code)] string? System = null);

/// <param name="Value">as written there</param>
/// <param name="Ours">as written here</param>
/// <param name="System">code of the system that writes it; null for every system</param>
public sealed record TermValueBody(
    [property: StringLength(200, MinimumLength = 1)] string Value, [property: StringLength(200, MinimumLength = 1)] string Ours,
    [property: RegularExpression(Patterns.Code)] string? System = null);

/// <summary>The latest version of a term table, or an older one that was asked for.</summary>
public sealed record TermTableAnswer(
    string Code, int Version, DateTimeOffset PublishedAt, Text Name, string Field, IReadOnlyList<TermNameBody> Names, IReadOnlyList<TermValueBody> Values);

/// <summary>What another system sent, in our words: POST /api/terms/map. Nothing is stored.</summary>
/// <param name="Fields">values by their names there</param>
/// <param name="System">code of that system; null when it is not known</param>
public sealed record MapTermsRequest(IReadOnlyDictionary<string, string> Fields, [property: RegularExpression(Patterns.Code)] string? System = null);

/// <param name="Unmapped">what no table explains, or two explain differently; never guessed</param>
public sealed record MapTermsAnswer(IReadOnlyList<MappedTermAnswer> Mapped, IReadOnlyList<UnmappedTermAnswer> Unmapped);

/// <param name="Table">code of the table that says so</param>
public sealed record MappedTermAnswer(string Name, string Value, string Field, string Ours, string Table);

/// <param name="Why">"field-unmapped", "value-unmapped", "term-ambiguous" or "term-contradiction"</param>
/// <param name="Field">our name, where that much is known</param>
public sealed record UnmappedTermAnswer(string Name, string Value, string Why, string Message, string? Field);
