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
        _ => null,
    };
}
