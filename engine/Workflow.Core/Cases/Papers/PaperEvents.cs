namespace Workflow.Core.Cases.Papers;

/// <summary>Documents (文书) issued, notices served (送达), complaints (投诉).</summary>
public abstract record PaperEvent : CaseEvent;

/// <summary>
/// A numbered document was made of a template and of what an event of the case says. Its bytes are a stored file; the
/// hash here proves them.
/// </summary>
/// <param name="Id">from 1, in the case's own series</param>
/// <param name="Number">文号, as it stands on the document</param>
/// <param name="Kind">see <see cref="PaperKinds"/></param>
/// <param name="TemplateRegion">division code whose template it was</param>
/// <param name="TemplateVersion">that template's version, from 1</param>
/// <param name="Sha256">lower-case hex over the file's bytes</param>
/// <param name="Size">in bytes</param>
/// <param name="ForVersion">version of the case's event that it documents</param>
public sealed record DocumentIssued(
    int Id, string Number, string Kind, string Title, string TemplateRegion, int TemplateVersion, string FileId, string Sha256, long Size, long ForVersion,
    DateTimeOffset At) : PaperEvent;

/// <summary>The applicant was told of a document through a channel.</summary>
/// <param name="Id">from 1, in the case's own series</param>
/// <param name="Document">the document's own number in the case</param>
/// <param name="To">account, address or telephone number</param>
/// <param name="Proof">what shows that it went out: the message's id and who took it; empty for the page, whose proof is the first opening</param>
public sealed record NoticeSent(int Id, NoticeChannel Channel, int Document, Personal To, string Proof, DateTimeOffset At) : PaperEvent;

/// <summary>A channel was given up for a document after its tries.</summary>
/// <param name="Error">what the last try ended with</param>
public sealed record NoticeFailed(int Id, NoticeChannel Channel, int Document, Personal To, string Error, int Attempts, DateTimeOffset At) : PaperEvent;

/// <summary>The applicant opened the document for the first time: proof that it arrived.</summary>
/// <param name="Id">the notice on the page</param>
public sealed record NoticeSeen(int Id, string Account, DateTimeOffset At) : PaperEvent;

/// <summary>The applicant complains (投诉) of the case; the complaint is a case of its own.</summary>
/// <param name="Id">from 1, in the case's own series</param>
/// <param name="Complaint">the complaint's stream id</param>
/// <param name="ByReceipt">sent with the code of the receipt, which stands for the applicant</param>
public sealed record ComplaintFiled(int Id, string Complaint, Personal Text, bool ByReceipt, DateTimeOffset At) : PaperEvent;

/// <summary>The complaint was answered; the answer is on the page of the case complained of.</summary>
/// <param name="ComplaintNumber">case number of the complaint</param>
public sealed record ComplaintAnswered(int Id, string ComplaintNumber, ComplaintEnd End, Personal Answer, DateTimeOffset At) : PaperEvent;

/// <summary>The first thing in a complaint's own case: what it complains of.</summary>
/// <param name="Case">stream id of the case complained of</param>
/// <param name="CaseNumber">its number</param>
/// <param name="Id">the complaint's number in that case</param>
public sealed record ComplaintOpened(string Case, string CaseNumber, int Id, DateTimeOffset At) : PaperEvent;

public enum NoticeChannel { Page, Email, Sms }

/// <summary>Upheld: it was right. Dismissed: it was not. Declined: not accepted. Withdrawn: by the applicant. Terminated: ended without an answer.</summary>
public enum ComplaintEnd { Upheld, Dismissed, Declined, Withdrawn, Terminated }

public static class PaperEventNames
{
    public static readonly (string, Type)[] All =
    [
        ("document_issued", typeof(DocumentIssued)),
        ("notice_sent", typeof(NoticeSent)),
        ("notice_failed", typeof(NoticeFailed)),
        ("notice_seen", typeof(NoticeSeen)),
        ("complaint_filed", typeof(ComplaintFiled)),
        ("complaint_answered", typeof(ComplaintAnswered)),
        ("complaint_opened", typeof(ComplaintOpened)),
    ];
}
