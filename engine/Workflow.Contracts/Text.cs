namespace Workflow.Contracts;

/// <summary>A text in the two languages of the product; Chinese is the original.</summary>
/// <param name="Zh">Chinese</param>
/// <param name="En">English</param>
public sealed record Text(string Zh, string En);

/// <summary>One page of a list, in an order that stays the same while rows come and go.</summary>
/// <param name="Items">the rows of this page</param>
/// <param name="NextCursor">opaque; given back as <c>cursor</c> for the next page; null on the last page</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>What a sender of a command about a case is told, once it is committed; the same when it is sent again.</summary>
/// <param name="CaseId">the case that it was about, "case-" and 32 hex digits</param>
/// <param name="Version">version of the case's stream after it, from 1</param>
/// <param name="Position">position in the log, for <c>after=</c> of asynchronous views and for resuming the live stream</param>
public sealed record CommandAnswer(string CaseId, long Version, long Position);
