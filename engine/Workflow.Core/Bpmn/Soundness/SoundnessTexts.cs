namespace Workflow.Core.Bpmn.Soundness;

/// <summary>A problem as a code and a sentence, with the play that leads there.</summary>
internal static class SoundnessTexts
{
    public static (string Code, string Zh, string En) Of(SoundnessProblem problem)
    {
        var path = string.Join(" → ", problem.Path);
        var at = problem.Element;
        return problem.Kind switch
        {
            SoundnessKind.Deadlock => ("join-deadlock", $"死锁：“{at}”会一直等待不会再来的令牌；例如：{path}", $"deadlock: '{at}' waits for a token that can never come; for instance: {path}"),
            SoundnessKind.LackOfSynchronisation => ("lack-of-synchronisation", $"缺少同步：并行的分支未经汇合就通过“{at}”，其后的步骤会执行多次；例如：{path}",
                $"lack of synchronisation: parallel branches pass '{at}' without being joined, so that what follows runs more than once; for instance: {path}"),
            _ => ("endless-loop", $"无法结束的循环：从“{at}”起没有通向结束的路；例如：{path}", $"endless loop: from '{at}' no way leads to an end; for instance: {path}"),
        };
    }
}
