using System.ComponentModel.DataAnnotations;

namespace Workflow.Contracts.Cases;

/// <summary>A document (文书) of a case: GET /api/cases/{id}/documents.</summary>
/// <param name="Id">from 1, in the case's own series; names it in the address</param>
/// <param name="Number">文号</param>
/// <param name="Kind">see GET /api/templates</param>
/// <param name="Sha256">lower-case hex over its bytes, as the case's history holds it</param>
/// <param name="Size">in bytes</param>
/// <param name="TemplateRegion">division code whose template it was made of</param>
/// <param name="ForVersion">version of the case's event that it documents</param>
/// <param name="MayOpen">whether the caller may read it: it names the applicant</param>
/// <param name="Notices">how the applicant was told of it</param>
public sealed record DocumentAnswer(
    int Id, string Number, string Kind, string Title, DateTimeOffset IssuedAt, string Sha256, long Size, string TemplateRegion, int TemplateVersion, long ForVersion,
    bool MayOpen, IReadOnlyList<NoticeAnswer> Notices);

/// <summary>A notice (送达通知) of a document through one channel.</summary>
/// <param name="Channel">"page", "email" or "sms"</param>
/// <param name="State">"sent", "seen", "failed" or "waiting"</param>
/// <param name="To">account, address or telephone number; only its ends for those who do not deal with the applicant; null once erased</param>
/// <param name="At">when it went out, was given up, or (waiting) was queued</param>
/// <param name="Proof">what shows that it went out</param>
/// <param name="Error">what the last try ended with</param>
/// <param name="Attempts">tries so far</param>
/// <param name="SeenAt">when the applicant first opened the document: the page's proof</param>
/// <param name="NextTryAt">for one that waits</param>
public sealed record NoticeAnswer(
    string Channel, string State, string? To, DateTimeOffset At, string? Proof, string? Error, int Attempts, DateTimeOffset? SeenAt, DateTimeOffset? NextTryAt);

/// <summary>A document's bytes held against the hash in the case.</summary>
/// <param name="Recorded">SHA-256 as the case's history holds it</param>
/// <param name="Computed">SHA-256 of the stored bytes; null when they are gone (personal data erased)</param>
public sealed record DocumentVerification(string Recorded, string? Computed, bool Matches);

/// <summary>A notice that has not gone out yet: GET /api/notices.</summary>
/// <param name="Document">the document's number in its case</param>
/// <param name="Attempts">tries that failed</param>
public sealed record WaitingNoticeAnswer(
    string CaseId, string CaseNumber, string Region, int Document, string Channel, int Attempts, DateTimeOffset QueuedAt, DateTimeOffset NextTryAt, string? LastError);

/// <summary>What goes out of this server, and what waits.</summary>
/// <param name="Email">e-mail is set up</param>
/// <param name="Sms">text messages are set up</param>
public sealed record NoticeLogAnswer(bool Email, bool Sms, IReadOnlyList<WaitingNoticeAnswer> Waiting);

/// <summary>A complaint (投诉) about a case.</summary>
public sealed record ComplaintRequest([property: StringLength(2000, MinimumLength = 2)] string Text);

/// <summary>The same with a receipt, which stands for the applicant.</summary>
public sealed record ReceiptComplaintRequest(string CaseNumber, string Code, [property: StringLength(2000, MinimumLength = 2)] string Text);

/// <summary>Complaints of a case, and what it complains of itself.</summary>
/// <param name="MayComplain">the caller may complain now: it is the applicant, none is open, and the place offers it</param>
/// <param name="About">the case that this one complains of; null for every other case</param>
public sealed record ComplaintsAnswer(bool MayComplain, ComplaintLink? About, IReadOnlyList<ComplaintAnswer> Items);

/// <param name="CaseId">null where the caller may not see that case</param>
public sealed record ComplaintLink(string? CaseId, string CaseNumber);

/// <param name="CaseId">the complaint's own case</param>
/// <param name="End">"upheld", "dismissed", "declined", "withdrawn", "terminated"; null while it is open</param>
/// <param name="Text">null once erased</param>
public sealed record ComplaintAnswer(int Id, string CaseId, string? Text, DateTimeOffset At, string? CaseNumber, string? End, string? Answer, DateTimeOffset? AnsweredAt);

/// <summary>Answer to a complaint: the case that it became.</summary>
/// <param name="CaseId">the case complained of</param>
/// <param name="ComplaintCaseId">the complaint's own case</param>
public sealed record ComplaintFiledAnswer(string CaseId, long Version, long Position, string ComplaintCaseId);
