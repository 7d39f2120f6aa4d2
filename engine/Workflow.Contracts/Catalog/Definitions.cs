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
