namespace Workflow.Server.Http;

/// <summary>Codes of moves while a case runs: sending back, taking back, delegating, copying.</summary>
public static class MoveMessages
{
    public static readonly Dictionary<string, Message> All = new(StringComparer.Ordinal)
    {
        ["step-not-startable"] = new("此步骤现在不能启动", "This step cannot be started now", "它不在运行中的即席子流程里。", "It stands in no ad-hoc sub-process that runs."),
        ["join-would-starve"] = new("退回后汇聚将永远等不齐", "A join would wait for ever after that",
            "目标步骤在另一分支或已汇聚的分支中；可保留分支，另行办理该步骤。", "The step is in another branch, or in one that has met the others already; it can be asked again beside the flow."),
        ["branch-would-double"] = new("退回后同一步骤会有两个令牌", "The same step would be played twice at once after that"),
        ["not-block-structured"] = new("流程的分支与汇聚不成对，无法证明可以退回", "Forks and joins of this model do not pair up, so that going back cannot be proved safe"),
        ["target-unknown"] = new("流程中没有此步骤", "The model has no such step"),
        ["target-is-itself"] = new("不能退回到本步骤", "A step cannot be sent back to itself"),
        ["target-not-done"] = new("该步骤尚未办理过", "Nobody has done that step yet"),
        ["target-not-earlier"] = new("该步骤不在本步骤之前", "That step does not come before this one"),
        ["target-not-open"] = new("该步骤所在的子流程已结束", "The sub-process of that step has ended"),
        ["target-not-single"] = new("多人步骤不能另行办理", "A step of several cannot be asked again beside the flow"),
        ["target-open"] = new("该步骤正在办理", "That step is being done now"),
        ["mode-before-fork"] = new("目标在分支之前，请选择取消、保留或暂停其他分支", "That step comes before the branches: say whether to cancel, keep or pause the others"),
        ["mode-within-branch"] = new("目标在本分支内，只能在本分支内退回", "That step is in the same branch: only this branch goes back"),
        ["mode-beside-flow"] = new("退回窗口时只能保留或暂停", "The window is asked with the other branches kept or paused"),
        ["detour-open"] = new("已退回，正在等待", "It was sent back already and waits"),
        ["detour-within-detour"] = new("另行办理的步骤不能再退回", "A step asked again beside the flow cannot be sent back further"),
        ["no-opinion"] = new("该待办没有意见", "No opinion was given on this task"),
        ["not-your-opinion"] = new("意见不是您提出的", "You did not give this opinion"),
        ["join-passed"] = new("办件已从该意见继续，不能撤回", "The case has gone on from this opinion, so that it cannot be withdrawn"),
        ["delegate-is-yourself"] = new("不能委派给自己", "A task cannot be delegated to yourself"),
        ["not-delegated"] = new("该待办不是委派", "This task was not delegated"),
        ["return-it"] = new("委派的待办请退还", "A delegated task is returned, with what was found"),
        ["copy-already-sent"] = new("已抄送，对方尚未阅知", "A copy was sent already and has not been read"),
        ["too-many-copies"] = new("抄送过多", "Too many copies", "最多 {limit} 份。", "At most {limit}."),
        ["copy-not-found"] = new("没有此抄送", "There is no such copy"),
        ["not-your-copy"] = new("此抄送不是给您的", "This copy was not sent to you"),
    };
}
