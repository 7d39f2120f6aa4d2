using System.Text.Json;
using Workflow.Contracts.Messages;

namespace Workflow.Samples.Department;

/// <summary>What this department decides by, for everybody to read.</summary>
internal static class Rule
{
    /// <summary>Larger than this, in square metres, a sprinkler system is asked for.</summary>
    private const int AreaWithoutSprinklers = 300;

    /// <summary>Larger than this it needs a review by people, with plans; this system says no.</summary>
    private const int AreaMax = 1_000;

    /// <param name="task">with the answers that this department needs</param>
    public static GiveOpinion Decide(TaskOpened task) => AreaOf(task.Answers) switch
    {
        > AreaMax => new(task.TaskId, "negative", $"面积超过 {AreaMax} 平方米,须提交消防设计文件"),
        > AreaWithoutSprinklers => new(task.TaskId, "conditional", Conditions: ["设置自动喷水灭火系统"]),
        _ => new(task.TaskId, "positive"),
    };

    private static int AreaOf(IReadOnlyDictionary<string, JsonElement>? answers)
    {
        foreach (var name in (string[])["floorArea", "area"])
            if (answers is not null && answers.TryGetValue(name, out var area) && area.TryGetInt32(out var metres)) return metres;
        return 0;
    }
}
