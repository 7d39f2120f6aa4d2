namespace Workflow.Server.Http;

/// <summary>Codes about incidents and bulk retries.</summary>
public static class IncidentMessages
{
    public static readonly Dictionary<string, Message> All = new(StringComparer.Ordinal)
    {
        ["incident-blocked"] = new("该步骤正在取消，不能重试", "The step is being cancelled and cannot be retried"),
        ["incident-not-skippable"] = new("该异常不能跳过", "The incident cannot be skipped", "只有步骤本身失败时才能跳过。", "Only a step that failed itself can be skipped."),
        ["nothing-to-retry"] = new("没有可重试的异常", "There is nothing to retry", "可能已处理，或已在另一次批量重试中。", "They may be mended, or part of another bulk retry."),
        ["retry-run-not-found"] = new("没有找到该批量重试", "No such bulk retry"),
        ["retry-run-not-waiting"] = new("该批量重试没有在等待确认", "The bulk retry does not wait for anybody"),
        ["retry-run-ended"] = new("该批量重试已结束", "The bulk retry has ended"),
        ["sample-not-healed"] = new("试重试没有全部成功", "Not all of the sample is healed", "确定继续时请明确说明。", "Say so if the rest shall follow anyway."),
        ["not-permitted"] = new("发起人已无权督办该区域", "Who began it no longer oversees the region"),
        ["nothing-heals"] = new("连续多次重试没有成功", "Too many retries in a row did not heal"),
    };
}
