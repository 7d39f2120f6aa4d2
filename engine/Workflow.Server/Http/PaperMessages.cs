namespace Workflow.Server.Http;

/// <summary>Codes about documents, their templates, notices and complaints.</summary>
public static class PaperMessages
{
    public static readonly Dictionary<string, Message> All = new(StringComparer.Ordinal)
    {
        // Documents
        ["system-only"] = new("只由系统执行", "Only the system does this"),
        ["document-not-found"] = new("没有找到文书", "No such document"),
        ["document-event-not-found"] = new("没有找到文书所依据的记录", "The event of the document was not found"),
        ["document-number-taken"] = new("文号已被使用", "The document's number is taken"),
        ["document-erased"] = new("个人信息已删除,文书不再提供", "The personal data was erased; the document is gone"),
        ["personal-data-erased"] = new("个人信息已删除", "The personal data was erased"),
        ["paper-kind-unknown"] = new("没有此种文书", "No such kind of document", "{value}", "{value}"),

        // Templates
        ["template-not-found"] = new("没有找到文书模板", "No such template"),
        ["template-kind-unknown"] = new("没有此种文书", "No such kind of document", "{value}", "{value}"),
        ["template-invalid"] = new("文书模板有误", "The template is not valid", "第 {line} 行:{value}。", "Line {line}: {value}."),
        ["template-title"] = new("标题应为一行文字,不含占位符", "The title is one line without placeholders"),
        ["template-length"] = new("正文不能为空,也不能过长", "The body is empty or too long"),
        ["template-placeholder-unknown"] = new("没有此占位符", "No such placeholder here", "第 {line} 行:{value}。", "Line {line}: {value}."),
        ["template-placeholder-malformed"] = new("占位符书写有误", "A placeholder is malformed", "第 {line} 行:{value}。", "Line {line}: {value}."),

        // Complaints
        ["complaint-open"] = new("上一投诉尚在处理", "The complaint before is still open"),
        ["complaint-not-found"] = new("没有找到投诉", "No such complaint"),
        ["complaint-of-complaint"] = new("不能对投诉再作投诉", "A complaint cannot be complained of"),
        ["complaints-not-offered"] = new("本地尚未开通投诉", "Complaints are not offered here"),
    };
}
