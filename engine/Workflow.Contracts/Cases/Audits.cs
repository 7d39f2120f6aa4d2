namespace Workflow.Contracts.Cases;

/// <summary>Whether a case's log is what was written (存证): GET /api/cases/{id}/verification.</summary>
/// <param name="Events">events whose hash was computed again</param>
/// <param name="Head">the newest event; whoever noted its hash earlier can tell that nothing before it was changed since</param>
/// <param name="Broken">the first thing that does not fit; null when intact</param>
public sealed record CaseVerification(bool Intact, long Events, HeadAnswer Head, BrokenAnswer? Broken, DateTimeOffset CheckedAt);

/// <param name="Version">version of the case's stream, from 1</param>
/// <param name="Hash">SHA-256, lower-case hex; null when there is no event</param>
public sealed record HeadAnswer(long Version, string? Hash);

/// <param name="Version">version of the event in question; 0 when it is about the stream as a whole</param>
/// <param name="Rule">stable, kebab-case: hash-mismatch, chain-broken, version-gap, position-order, unreadable, events-missing, stream-missing, event-without-command, command-without-event, projection-ahead</param>
/// <param name="Detail">what was found, in English</param>
public sealed record BrokenAnswer(long Version, string Rule, string Detail);

/// <summary>The check of the whole log by this server: GET /api/verification.</summary>
/// <param name="State">"none": not since the server started; "running"; "done"; "cancelled"; "failed": it could not be read to its end</param>
/// <param name="Checked">events walked so far</param>
/// <param name="Total">events there were when it began</param>
/// <param name="Intact">null unless done</param>
/// <param name="Broken">what does not fit, at most 100</param>
/// <param name="BrokenCount">all that does not fit</param>
/// <param name="StartedBy">account; null when there was none</param>
public sealed record LogVerification(
    string State, long Checked, long Total, bool? Intact, IReadOnlyList<BrokenStream> Broken, long BrokenCount,
    string? StartedBy, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt);

/// <param name="StreamId">stream that the finding is in; "" when it is about none</param>
/// <param name="Rule">as in <see cref="BrokenAnswer"/></param>
public sealed record BrokenStream(string StreamId, long Version, string Rule, string Detail);

/// <summary>Who read personal data of a case: GET /api/cases/{id}/readings, newest first.</summary>
/// <param name="What">"case", "name" (in a list), or "material" and the id of the file</param>
public sealed record ReadingAnswer(DateTimeOffset At, string Account, string What);
