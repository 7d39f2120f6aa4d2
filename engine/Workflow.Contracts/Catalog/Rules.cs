using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Workflow.Contracts.Identity;

namespace Workflow.Contracts.Catalog;

/// <summary>Publishes the next version of a decision table (秒批规则): PUT /api/rules/{code}. The content is whole, not a change.</summary>
/// <param name="Rules">tried in their order; the first that holds counts, and when none holds a person decides</param>
public sealed record DecisionTableRequest(Text Name, [property: Length(1, 200)] IReadOnlyList<DecisionRuleBody> Rules);

/// <param name="Id">short and stable: cases name the rule that fired by it</param>
/// <param name="When">FEEL over application, applies, opinions, region, instant, decision and materials (code → grade "A" to "D")</param>
/// <param name="Outcome">"grant", "deny" or "person"</param>
/// <param name="Words">why, as the applicant is told</param>
public sealed record DecisionRuleBody(
    [property: RegularExpression("^[A-Za-z0-9_-]{1,60}$")] string Id, [property: StringLength(4000, MinimumLength = 1)] string When,
    [property: RegularExpression("^(grant|deny|person)$")] string Outcome, Text Words);

/// <summary>The latest version of a decision table, or an older one that was asked for.</summary>
public sealed record DecisionTableAnswer(string Code, int Version, DateTimeOffset PublishedAt, Text Name, IReadOnlyList<DecisionRuleBody> Rules);

/// <summary>What rules would come to, before they are published: POST /api/rules/try. Nothing is stored.</summary>
/// <param name="Inputs">by name: application, applies, opinions, region, materials</param>
public sealed record DecisionTrialRequest([property: Length(1, 200)] IReadOnlyList<DecisionRuleBody> Rules, IReadOnlyDictionary<string, JsonElement> Inputs);

/// <param name="Rule">id of the rule that holds first; null when none does</param>
/// <param name="Outcome">"grant", "deny" or "person"</param>
/// <param name="Used">the values that were asked for, by path, up to that rule</param>
public sealed record DecisionTrialAnswer(string? Rule, string Outcome, Text? Words, IReadOnlyDictionary<string, JsonElement> Used);

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
