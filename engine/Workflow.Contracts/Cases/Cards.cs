using System.ComponentModel.DataAnnotations;
using Workflow.Contracts.Catalog;
using Workflow.Contracts.Identity;

namespace Workflow.Contracts.Cases;

/// <summary>A card (黄牌, 红牌) of a case.</summary>
/// <param name="Id">the same whenever it is derived</param>
/// <param name="Rule">clockYellow, clockRed, stepOverdue, lateHandover, supplementTwice, supplementLate, reasonMissing</param>
/// <param name="Card">yellow or red</param>
/// <param name="Subject">what it is shown for: "task-12", "case", "decision" …</param>
/// <param name="SubjectName">the same in words</param>
/// <param name="Department">who has to answer for it</param>
/// <param name="At">its due instant, in the case's own time</param>
/// <param name="Standing">shown, contested, upheld or lifted</param>
/// <param name="Actions">what the caller may do with it: contest, lift, uphold</param>
public sealed record CardAnswer(
    string CaseId, string CaseNumber, string Title, string Id, string Rule, Text RuleName, string Card, string Subject, Text SubjectName, string Region, string JointItem,
    string Department, Text DepartmentName, string? ServiceItem, DateTimeOffset At, string Standing, IReadOnlyList<string> Actions,
    CardSaying? Contested = null, CardSaying? Settled = null);

/// <summary>What was said of a card, by whom and when.</summary>
public sealed record CardSaying(string By, string Reason, DateTimeOffset At);

/// <summary>The cards of one case: GET /api/cases/{id}/cards?asOf=.</summary>
/// <param name="AsOf">the instant asked about, in the case's own time</param>
/// <param name="ToCome">cards that appear by time alone, if nothing happens before; only for now</param>
public sealed record CaseCards(string CaseId, DateTimeOffset AsOf, IReadOnlyList<CardAnswer> Cards, IReadOnlyList<CardAnswer> ToCome);

/// <summary>A card is contested, lifted or upheld: POST /api/cases/{id}/cards/{cardId}/contest, …/lift, …/uphold.</summary>
public sealed record CardReasonRequest([property: StringLength(2000, MinimumLength = 1)] string Reason);

/// <summary>A region's rules for cards and indicators: PUT /api/card-rules/{region}. The content is whole, not a change.</summary>
/// <param name="AppliesFrom">what began before it keeps the cards of the version before; left out: the whole log is judged anew</param>
public sealed record CardRulesRequest(
    [property: Length(0, 500)] IReadOnlyList<CardRuleBody> Rules, [property: Length(0, 500)] IReadOnlyList<IndicatorTargetBody> Targets, DateTimeOffset? AppliesFrom = null);

/// <summary>One rule that shows a card.</summary>
/// <param name="Kind">see <see cref="CardAnswer.Rule"/></param>
/// <param name="Card">yellow or red</param>
/// <param name="After">how long may be waited; for lateHandover and supplementLate</param>
/// <param name="Clock">case, intake, review, supplement, delivery, obligation or special; for clockYellow and clockRed</param>
/// <param name="JointItem">left out: for all</param>
/// <param name="ServiceItem">left out: for all</param>
public sealed record CardRuleBody(
    string Kind, bool On, string Card, LimitBody? After = null, string? Clock = null,
    [property: RegularExpression(Patterns.Code)] string? JointItem = null, [property: StringLength(60)] string? ServiceItem = null);

/// <summary>The last value that is green, and the last that is yellow; what is neither is red.</summary>
public sealed record IndicatorTargetBody(
    string Indicator, decimal Green, decimal Yellow, [property: RegularExpression(Patterns.Code)] string? JointItem = null);

/// <param name="Version">of the region's own rules; 0 when it has none</param>
/// <param name="Rules">the region's own</param>
/// <param name="Usual">those of the regions above it and of the product, nearest first, which hold where it says nothing</param>
public sealed record CardRulesAnswer(
    string Region, int Version, DateTimeOffset? PublishedAt, string? By, DateTimeOffset? AppliesFrom, IReadOnlyList<CardRuleBody> Rules, IReadOnlyList<IndicatorTargetBody> Targets,
    IReadOnlyList<InheritedRules> Usual, IReadOnlyList<Named> Kinds, IReadOnlyList<Named> Indicators);

/// <param name="Region">division code; null for what the product ships</param>
public sealed record InheritedRules(string? Region, IReadOnlyList<CardRuleBody> Rules, IReadOnlyList<IndicatorTargetBody> Targets);

/// <summary>A code with its name.</summary>
public sealed record Named(string Code, Text Name);

/// <summary>What a change of rules would have done to the log so far, page by page: POST /api/card-rules/preview. Nothing is stored.</summary>
/// <param name="Cursor">of the answer before; left out for the first page</param>
public sealed record CardPreviewRequest(
    [property: RegularExpression(Patterns.Region)] string Region,
    [property: Length(0, 500)] IReadOnlyList<CardRuleBody> Rules, [property: Length(0, 500)] IReadOnlyList<IndicatorTargetBody> Targets,
    DateTimeOffset? AppliesFrom = null, string? Cursor = null);

/// <param name="Checked">cases of this page</param>
/// <param name="NextCursor">for the next page; null when all were checked</param>
/// <param name="Departments">only those with a change</param>
/// <param name="Changes">at most 200 of this page</param>
public sealed record CardPreview(int Checked, string? NextCursor, IReadOnlyList<CardPreviewCount> Departments, IReadOnlyList<CardPreviewChange> Changes);

public sealed record CardPreviewCount(string Region, string Department, int Appear, int Disappear, int Change);

/// <param name="OldAt">null: the card appears</param>
/// <param name="NewAt">null: the card disappears</param>
public sealed record CardPreviewChange(
    string CaseId, string CaseNumber, string Rule, string Subject, string Department, string? OldCard, DateTimeOffset? OldAt, string? NewCard, DateTimeOffset? NewAt);
