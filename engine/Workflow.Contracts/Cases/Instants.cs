using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Workflow.Contracts.Cases;

/// <summary>A later check of a decision by rules (抽查): POST /api/cases/{id}/instant-check.</summary>
/// <param name="Right">false: the lead department decides again; needs a note</param>
public sealed record InstantCheckRequest(long TaskId, bool Right, [property: StringLength(2000)] string? Note = null);

/// <summary>A person decides again (复核): POST /api/cases/{id}/reconsider.</summary>
/// <param name="Decision">"grant" or "deny"; the same as before confirms it</param>
/// <param name="Results">what is issued when a denial becomes a grant</param>
public sealed record ReconsiderRequest(
    long TaskId, string Decision, [property: StringLength(2000, MinimumLength = 1)] string Reason, IReadOnlyList<ResultRequest>? Results = null);

/// <summary>The applicant appeals against a decision by rules (申诉): POST /api/cases/{id}/appeal.</summary>
public sealed record AppealRequest([property: StringLength(2000, MinimumLength = 1)] string Reason);

/// <summary>What rules decided (秒批), and what became of it.</summary>
/// <param name="Outcome">"grant", "deny" or "person"</param>
/// <param name="Rule">ids of the rules that matched; null when none did</param>
/// <param name="Words">why, as the applicant is told</param>
/// <param name="Inputs">the values that the tables asked for, by expression; null for those who do not see the whole application</param>
/// <param name="Explanation">every decision on the way, in sentences parted by line feeds; null for those who do not see the inputs, and for decisions from before they were explained</param>
/// <param name="Checks">later checks by a person; shown to officers only</param>
public sealed record InstantAnswer(
    string Element, string Outcome, string Table, int Version, string? Rule, Text? Words, DateTimeOffset At,
    IReadOnlyDictionary<string, JsonElement>? Inputs, IReadOnlyList<InstantCheckAnswer> Checks, AppealAnswer? Appeal, ReconsideredAnswer? Reconsidered, Text? Explanation = null);

public sealed record InstantCheckAnswer(bool Right, string? Note, string Officer, DateTimeOffset At);

public sealed record AppealAnswer(string Reason, DateTimeOffset At);

/// <param name="Decision">"grant" or "deny"</param>
/// <param name="Replaced">another decision than the first</param>
public sealed record ReconsideredAnswer(string Decision, bool Replaced, string Reason, DateTimeOffset At);
