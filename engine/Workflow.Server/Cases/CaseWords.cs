using Workflow.Contracts;
using Workflow.Core.Cases;

namespace Workflow.Server.Cases;

/// <summary>The words of the public API for states that are no enum, and the names that people read.</summary>
internal static class CaseWords
{
    public static Text NameOf(CaseStatus status) => status switch
    {
        CaseStatus.Filed => new("接件", "Filed"),
        CaseStatus.WithdrawnBeforeAcceptance => new("撤件", "Withdrawn before acceptance"),
        CaseStatus.Accepted => new("受理", "Accepted"),
        CaseStatus.NotAccepted => new("不受理", "Not accepted"),
        CaseStatus.Declined => new("不予受理", "Declined"),
        CaseStatus.SupplementAsked => new("补正开始", "Supplement asked for"),
        CaseStatus.Supplemented => new("补正结束", "Supplement received"),
        CaseStatus.UnderReview => new("部门开始办理", "Under review"),
        CaseStatus.SpecialProcedure => new("特别程序开始", "Special procedure"),
        CaseStatus.SpecialProcedureEnded => new("特别程序结束", "Special procedure ended"),
        CaseStatus.Granted => new("办结(通过)", "Concluded: granted"),
        CaseStatus.GrantedWithDeficiency => new("办结(容缺通过)", "Concluded: granted with deficiency"),
        CaseStatus.Denied => new("不通过", "Denied"),
        CaseStatus.Withdrawn => new("撤回", "Withdrawn"),
        CaseStatus.Revoked => new("撤销", "Revoked"),
        _ => new("未知", "Unknown"),
    };

    public static string CardOf(short card) => card switch { 1 => "yellow", 2 => "red", _ => "none" };

    public static readonly string[] TaskStates = ["open", "claimed", "done", "cancelled"];

    public static string StateOf(CaseTask task) => task switch
    {
        { End: TaskEnd.Done } => "done",
        { End: TaskEnd.Cancelled or TaskEnd.Superseded } => "cancelled",
        { Assignee: not null } => "claimed",
        _ => "open",
    };
}
