using Workflow.Core.Cases.Papers;
using Workflow.Server.Http;

namespace Workflow.Server.Cases;

/// <summary>Documents, notices and complaints, in words.</summary>
internal static class PaperLines
{
    /// <summary>Addresses are for those who see the applicant; a complaint is for those who oversee, and for who made it.</summary>
    public static bool MaySee(PaperEvent told, CaseAccess access) => told switch
    {
        ComplaintFiled or ComplaintAnswered => access.IsApplicant || access.IsSupervisor || access.IsAuditor,
        _ => true,
    };

    public static (string Zh, string En, DateTimeOffset? At, (string Name, string Value)[] Details)? Told(PaperEvent told) => told switch
    {
        DocumentIssued e => ($"文书:{e.Title} {e.Number}", $"Document issued: {e.Number}", e.At,
            [("document", TimelineView.Number(e.Id)), ("number", e.Number), ("kind", e.Kind), ("sha256", e.Sha256), ("template", $"{e.TemplateRegion}.{TimelineView.Number(e.TemplateVersion)}")]),
        NoticeSent e => ($"送达通知:{ChannelZh(e.Channel)}", $"Notice sent: {Words.Of(e.Channel)}", e.At, [("channel", Words.Of(e.Channel)), ("document", TimelineView.Number(e.Document)), ("proof", e.Proof)]),
        NoticeFailed e => ($"通知未送达:{ChannelZh(e.Channel)}", $"Notice failed: {Words.Of(e.Channel)}", e.At,
            [("channel", Words.Of(e.Channel)), ("document", TimelineView.Number(e.Document)), ("error", e.Error), ("attempts", TimelineView.Number(e.Attempts))]),
        NoticeSeen e => ("申请人已查看文书", "Document opened by the applicant", e.At, [("notice", TimelineView.Number(e.Id))]),
        ComplaintFiled e => ("投诉", "Complaint", e.At, [("complaint", TimelineView.Number(e.Id))]),
        ComplaintAnswered e => ($"投诉已答复:{EndZh(e.End)}", $"Complaint answered: {Words.Of(e.End)}", e.At, [("complaint", TimelineView.Number(e.Id)), ("number", e.ComplaintNumber), ("end", Words.Of(e.End))]),
        ComplaintOpened e => ($"投诉的办件:{e.CaseNumber}", $"Complains of {e.CaseNumber}", e.At, [("caseNumber", e.CaseNumber)]),
        _ => null,
    };

    private static string ChannelZh(NoticeChannel channel) => channel switch
    {
        NoticeChannel.Page => "网页",
        NoticeChannel.Email => "电子邮件",
        _ => "短信",
    };

    private static string EndZh(ComplaintEnd end) => end switch
    {
        ComplaintEnd.Upheld => "属实",
        ComplaintEnd.Dismissed => "不属实",
        ComplaintEnd.Declined => "不予受理",
        ComplaintEnd.Terminated => "已终止",
        _ => "已撤回",
    };
}
