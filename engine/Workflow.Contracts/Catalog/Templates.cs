using System.ComponentModel.DataAnnotations;
using Workflow.Contracts.Identity;

namespace Workflow.Contracts.Catalog;

/// <summary>A kind of document (文书) and its templates: GET /api/templates.</summary>
/// <param name="Word">its word in a document's number</param>
/// <param name="Placeholders">what its template may name between double braces</param>
/// <param name="Templates">the latest version of each region that has one</param>
public sealed record TemplateKindAnswer(string Kind, string Word, IReadOnlyList<string> Placeholders, IReadOnlyList<TemplateSummary> Templates);

public sealed record TemplateSummary(string Region, int Version, Text Title, DateTimeOffset PublishedAt);

/// <summary>One version of a region's template.</summary>
/// <param name="Versions">how many there are</param>
public sealed record TemplateAnswer(string Kind, string Region, int Version, int Versions, Text Title, string Body, DateTimeOffset PublishedAt, string By);

/// <summary>The next version of a region's template: PUT /api/templates/{kind}.</summary>
/// <param name="Body">a line is a paragraph; {{name}} stands for a value; a line that is one list's placeholder becomes a numbered list</param>
public sealed record TemplateRequest(
    [property: RegularExpression(Patterns.Region)] string Region, Text Title, [property: StringLength(20_000, MinimumLength = 1)] string Body);

/// <summary>Which documents are issued to the applicants of a joint item, and how they are told.</summary>
/// <param name="Channels">"page", "email", "sms"</param>
/// <param name="Kinds">kinds of documents; null or empty for every kind</param>
/// <param name="EmailField">field of the form that holds the applicant's e-mail address</param>
public sealed record PapersBody([property: Length(0, 3)] IReadOnlyList<string> Channels, [property: Length(0, 40)] IReadOnlyList<string>? Kinds = null, [property: StringLength(60)] string? EmailField = null);
