using System.ComponentModel.DataAnnotations;
using Workflow.Contracts.Identity;

namespace Workflow.Contracts.Catalog;

/// <summary>Saves a definition that is being drawn: PUT /api/drafts/{key}. Whatever is well-formed BPMN may be saved.</summary>
/// <param name="Revision">the revision that it was drawn from; 0 for a new draft. Another one in between answers 409 draft-moved</param>
/// <param name="Note">what changed</param>
/// <param name="BaseVersion">version of the definition that it was begun from; left out for a new one</param>
/// <param name="Region">owner of a new draft; left out: that of the definition of this key, else the first in which the caller may publish</param>
public sealed record DraftRequest(
    [property: StringLength(2_000_000, MinimumLength = 1)] string Xml, [property: Range(0, int.MaxValue)] int Revision,
    [property: StringLength(500)] string? Note = null, [property: Range(1, int.MaxValue)] int? BaseVersion = null,
    [property: RegularExpression(Patterns.Region)] string? Region = null);

/// <summary>Answer to PUT /api/drafts/{key}.</summary>
/// <param name="Revision">the revision saved; given back with the next change</param>
public sealed record DraftSavedAnswer(string Key, int Revision, long Position);

/// <summary>A line of the list of drafts.</summary>
/// <param name="Region">division code of its owner; null for the whole country</param>
/// <param name="BaseVersion">version of the definition that it was begun from; null for a new one</param>
/// <param name="Revision">grows with every change; numbers may be left out</param>
/// <param name="By">account that saved it last</param>
public sealed record DraftSummary(string Key, string? Name, string? Region, int? BaseVersion, int Revision, DateTimeOffset SavedAt, string By, string? Note);

/// <summary>A draft with its BPMN.</summary>
public sealed record DraftAnswer(
    string Key, string? Name, string? Region, int? BaseVersion, int Revision, DateTimeOffset SavedAt, string By, string? Note, string Xml);

/// <summary>One revision of a draft; its BPMN: GET /api/drafts/{key}/revisions/{revision}/xml.</summary>
public sealed record DraftRevisionAnswer(int Revision, DateTimeOffset SavedAt, string By, string? Note);
