using Workflow.Core.Cases;
using Workflow.Core.Cases.Papers;

namespace Workflow.Server.Papers;

/// <summary>What an e-mail or a text message says: which document there is, and where to read it. Nothing personal beyond that.</summary>
/// <param name="Id">the same at every try, so that a receiver knows it again</param>
internal sealed record NoticeText(string Id, string Subject, string Body)
{
    public static NoticeText Of(string caseId, CaseState state, DocumentIssued document) => new(
        $"{caseId}.{document.Id}",
        $"办件 {state.CaseNumber}:{document.Title}",
        $"您的办件 {state.CaseNumber}({state.Title})有新的文书:{document.Title},文号 {document.Number}。请登录办事系统查看。\n" +
        $"There is a new document in your case {state.CaseNumber}: {document.Number}. Please sign in to read it.\n");
}

/// <summary>What became of one try.</summary>
/// <param name="Proof">what shows that it went out; null when it did not</param>
/// <param name="IsFinal">another try would end the same</param>
internal sealed record NoticeTry(string? Proof, string? Error, bool IsFinal = false)
{
    public static NoticeTry Done(string proof) => new(proof, null);

    public static NoticeTry Failed(string error, bool isFinal = false) => new(null, error.Length <= 300 ? error : error[..300], isFinal);
}
