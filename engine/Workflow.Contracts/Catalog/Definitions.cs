using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Workflow.Contracts.Identity;

namespace Workflow.Contracts.Catalog;

/// <summary>A process definition (BPMN 2.0) with its versions, oldest first.</summary>
public sealed record DefinitionAnswer(string Key, string? Name, IReadOnlyList<DefinitionVersionAnswer> Versions);

/// <param name="Sha256">lower-case hex over the XML in UTF-8</param>
/// <param name="By">account that deployed it</param>
public sealed record DefinitionVersionAnswer(int Version, string ProcessId, string? Name, string Sha256, string? Note, string By, DateTimeOffset At);

/// <summary>What was found in a definition: POST /api/definitions/{key}?dryRun=true.</summary>
/// <param name="Deployable">no finding is an error</param>
public sealed record DefinitionFindings(bool Deployable, IReadOnlyList<FindingAnswer> Findings);

/// <param name="Severity">"error" or "warning"</param>
/// <param name="Element">id of the BPMN element meant; null for the document</param>
/// <param name="Message">what was found, with its details, in the language asked for (Accept-Language)</param>
/// <param name="Rule">what holds in general and how to mend it, in the same language</param>
public sealed record FindingAnswer(string Severity, string Code, string? Element, string Message, string Rule, int? Line);

/// <summary>A deployed definition. Sending the latest version's own XML again answers with that version.</summary>
/// <param name="Version">version of the definition, from 1; the stream of a definition has one event a version</param>
public sealed record DefinitionDeployedAnswer(string Id, string Key, long Version, long Position);

/// <summary>Plays one sample case through a definition, in memory: POST /api/definitions/play. Nothing is stored.</summary>
/// <param name="JointItem">code of the published joint item that the case is about</param>
/// <param name="Region">division code; left out: that of the joint item</param>
/// <param name="Answers">as for an application; left out: made up, so that as many service items as possible apply</param>
/// <param name="StartsAt">when the case is filed, on the clock of the play; left out: now</param>
public sealed record PlayRequest(
    [property: StringLength(2_000_000, MinimumLength = 1)] string Xml, [property: RegularExpression(Patterns.Code)] string JointItem,
    [property: RegularExpression(Patterns.Region)] string? Region = null, IReadOnlyDictionary<string, JsonElement>? Answers = null, DateTimeOffset? StartsAt = null);

/// <summary>What came of it. Every step of a person takes one working day; workers finish at once; all goes well.</summary>
/// <param name="Findings">as of a dry run; with an error among them nothing is played</param>
/// <param name="End">"concluded"; "stuck": nothing is left to do, or a command was refused; "incident": a person would have to look; "stopped": not played, or for longer than a play takes</param>
/// <param name="WorkingDays">from filing to the last step</param>
/// <param name="Departments">codes, in the order in which they got something to do</param>
public sealed record PlayAnswer(
    IReadOnlyList<FindingAnswer> Findings, string End, IReadOnlyList<PlayStepAnswer> Steps, int WorkingDays, IReadOnlyList<string> Departments);

/// <param name="At">on the clock of the play</param>
/// <param name="Element">id of the BPMN element; null for what belongs to the whole case</param>
/// <param name="Code">name of what happened, as in a case's timeline, or the code of a refusal</param>
public sealed record PlayStepAnswer(DateTimeOffset At, string? Element, string Code, Text Text, string? Department);
