using Workflow.Core.Cases;
using Workflow.Core.Cases.Review;
using Workflow.Server.Http;

namespace Workflow.Server.Cases;

/// <summary>What happened inside a review, in words.</summary>
internal static class ReviewLines
{
    public static (string Zh, string En, DateTimeOffset? At, (string Name, string Value)[] Details)? Told(ReviewEvent told, CaseState state) => told switch
    {
        TaskHeld e => ($"待办等待:{TimelineView.Title(state, e.TaskId)}", $"Task waits: {TimelineView.Title(state, e.TaskId)}", e.At, [("taskId", TimelineView.Number(e.TaskId)), ("reason", Words.Of(e.Reason))]),
        TaskFreed e => ($"待办可办:{TimelineView.Title(state, e.TaskId)}", $"Task can go on: {TimelineView.Title(state, e.TaskId)}", e.At, [("taskId", TimelineView.Number(e.TaskId)), ("reason", Words.Of(e.Reason))]),
        ReviewGroupOpened e => ($"并联审查开始:{PolicyZh(e.Policy)}", $"Group of reviews opened: {Words.Of(e.Policy)}", e.At, [("group", e.Group), ("element", e.Element), ("policy", Words.Of(e.Policy))]),
        SeatTaken e => ($"参加会签:{TimelineView.Title(state, e.TaskId)}", $"A voice of the group: {TimelineView.Title(state, e.TaskId)}", e.At, [("taskId", TimelineView.Number(e.TaskId)), ("group", e.Group), ("weight", TimelineView.Number(e.Weight))]),
        ReviewOutcomeReached e => ($"并联审查结果:{OutcomeZh(e.Outcome)}", $"Outcome of the group: {Words.Of(e.Outcome)}", e.At,
            [("group", e.Group), ("element", e.Element), ("outcome", Words.Of(e.Outcome)), ("early", e.Early ? "true" : "false")]),
        ReviewOutcomeReopened e => ("并联审查结果不再成立,重新计票", "The group's outcome no longer stands", e.At, [("group", e.Group), ("element", e.Element)]),
        ReviewsClosedEarly e => ("结果已定,其余审查不再等待", "The outcome is there, the others are not waited for", e.At, [("group", e.Group), ("tasks", string.Join(", ", e.Tasks.Select(TimelineView.Number)))]),
        LateOpinionNoted e => ($"{e.Department} 逾期意见,仅作记录", $"Late opinion of {e.Department}, noted only", e.At, OpinionDetails(e.TaskId, e.Department, e.Opinion)),
        OpinionReplaced e => ($"{e.Department} 逾期意见,重新计票", $"Late opinion of {e.Department}, counted again", e.At, OpinionDetails(e.TaskId, e.Department, e.Opinion)),
        SignerAdded e => ($"加签:{e.Department},{e.Reason}", $"Signer added: {e.Department}, {e.Reason}", e.At,
            [("taskId", TimelineView.Number(e.TaskId)), ("host", TimelineView.Number(e.Host)), ("position", Words.Of(e.Position)), ("department", e.Department), ("officer", e.Officer ?? ""), ("reason", e.Reason)]),
        SignerRemoved e => ($"减签:{TimelineView.Title(state, e.TaskId)},{e.Reason}", $"Signer removed: {TimelineView.Title(state, e.TaskId)}, {e.Reason}", e.At, [("taskId", TimelineView.Number(e.TaskId)), ("reason", e.Reason)]),
        _ => null,
    };

    /// <summary>Those with a voice in a group are told how it ended; its making is for those who see all work.</summary>
    public static bool MaySee(ReviewEvent told, CaseState state, CaseAccess access) => told switch
    {
        ReviewGroupOpened or SeatTaken => access.SeesAllWork,
        ReviewOutcomeReached e => SeesGroup(state, access, e.Group),
        ReviewOutcomeReopened e => SeesGroup(state, access, e.Group),
        ReviewsClosedEarly e => SeesGroup(state, access, e.Group),
        LateOpinionNoted e => access.SeesOpinion(state, e.Department),
        OpinionReplaced e => access.SeesOpinion(state, e.Department),
        SignerAdded e => SeesTask(state, access, e.TaskId) && access.SeesOfficers,
        SignerRemoved e => SeesTask(state, access, e.TaskId) && access.SeesOfficers,
        _ => access.SeesAllWork,
    };

    private static bool SeesGroup(CaseState state, CaseAccess access, string key) => state.Reviews.Groups.TryGetValue(key, out var group) && ReviewView.SeesGroup(state, access, group);

    private static bool SeesTask(CaseState state, CaseAccess access, long id) => state.Tasks.TryGetValue(id, out var task) && access.Sees(task);

    private static (string, string)[] OpinionDetails(long taskId, string department, Opinion opinion) =>
        [("taskId", TimelineView.Number(taskId)), ("department", department), ("kind", Words.Of(opinion.Kind)), ("reason", opinion.Reason ?? "")];

    private static string PolicyZh(GroupPolicy policy) => policy switch
    {
        GroupPolicy.All => "全体同意",
        GroupPolicy.Any => "任一同意",
        GroupPolicy.KOfN => "达到人数同意",
        GroupPolicy.Veto => "一票否决",
        GroupPolicy.Weighted => "加权票决",
        GroupPolicy.InOrder => "依次会签",
        GroupPolicy.Advisory => "仅供参考",
        _ => "牵头部门决定",
    };

    private static string OutcomeZh(ReviewOutcome outcome) => outcome switch
    {
        ReviewOutcome.Positive => "同意",
        ReviewOutcome.Negative => "不同意",
        ReviewOutcome.Conditional => "有条件同意",
        _ => "仅供参考",
    };
}
