using Workflow.Contracts;
using Workflow.Contracts.Cases;
using Workflow.Core.Bpmn;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Intake;
using Workflow.Core.Catalog;
using Workflow.Server.Catalog;
using Workflow.Server.Http;

namespace Workflow.Server.Cases;

/// <summary>
/// How far a case is, as who holds its receipt is told: stages and departments, no persons, nothing personal. Pure.
/// </summary>
internal static class ProgressView
{
    public static ProgressAnswer Of(CaseState state, Pinned pinned, NamesOf names, DateTimeOffset now)
    {
        var missing = state.Status == CaseStatus.SupplementAsked ? state.Supplement : null;
        return new ProgressAnswer(
            state.CaseNumber, pinned.JointItem.Name.ToText(), names.Region, (int)state.Status, CaseWords.NameOf(state.Status), state.FiledAt, now,
            state.Clocks.GetValueOrDefault(CaseClocks.Case)?.Clock.DueAt, state.Decided?.At, [.. StepsOf(state, pinned, names)], AwaitingOf(state, names),
            [.. (missing is null ? [] : Checking.Awaited(state)).Select(m => new ProgressMissing(m.Material, NameOfMaterial(pinned, m.Material), m.Reason))], missing?.Note,
            state.Decided is { } decided ? Words.Of(decided.Decision) : null,
            state.Decided is { Decision: Decision.Deny, Reason: { } denied } ? denied : state.Declined?.Reason ?? state.Withdrawn?.Reason ?? IntakeView.EndOf(state)?.Reason,
            [.. state.Concluded?.Results.Select(r => new ResultRequest(r.Item, r.Name, r.Number)) ?? []], state.MayBeRated, RatingOf(state, withComment: false));
    }

    public static RatingAnswer? RatingOf(CaseState state, bool withComment) =>
        state.Rated is { } rated ? new(rated.Level, withComment ? rated.Comment?.Value : null, rated.At) : null;

    public static Text NameOfMaterial(Pinned pinned, string material) =>
        pinned.JointItem.Materials.FirstOrDefault(m => m.Code == material)?.Name.ToText() ?? new(material, material);

    /// <summary>The stages in the order of a case's life: acceptance, one for each item that applies, the common steps of its model.</summary>
    private static IEnumerable<ProgressStep> StepsOf(CaseState state, Pinned pinned, NamesOf names)
    {
        var intake = state.Tasks.Values.Where(t => t.Kind == TaskKind.Intake).MaxBy(t => t.Id);
        var checking = state.Status == CaseStatus.SupplementAsked ? "open" : intake is { IsOpen: true } ? "open" : state.Flow.IsStarted || state.Declined is not null ? "done" : "cancelled";
        yield return new(new("受理", "Acceptance"), names.Department(Departments.Window), checking, DueOf(state, CaseClocks.Intake), checking == "done" ? intake?.ClosedAt : null);

        foreach (var part in state.SubCases.Where(s => s.Applies))
        {
            var name = pinned.JointItem.Items.FirstOrDefault(i => i.Code == part.Item)?.Name.ToText() ?? new Text(part.Name, part.Name);
            yield return StepOf(state, names, name, part.Department, [.. state.Tasks.Values.Where(t => t.ServiceItem == part.Item)]);
        }

        // What no item belongs to, in the order in which it came or will come; automated and gateway steps are the engine's own.
        TaskKind[] order = [TaskKind.Review, TaskKind.Work, TaskKind.Decide, TaskKind.Conclude, TaskKind.Deliver];
        var common = pinned.Graph.Nodes.OfType<UserTask>().Select(n => (Node: n, Step: StepSettings.Of(n))).Where(n => n.Step.Item is null)
            .OrderBy(n => Array.IndexOf(order, n.Step.Kind)).ThenBy(n => n.Node.Id, StringComparer.Ordinal);
        foreach (var (node, step) in common)
        {
            var tasks = state.Tasks.Values.Where(t => t.Element == node.Id).ToList();
            // Reviews and other work may never come; deciding, concluding and delivering are what a case comes to.
            if (tasks.Count == 0 && (state.IsClosed || step.Kind is TaskKind.Review or TaskKind.Work)) continue;
            var department = tasks.Count > 0 ? tasks[^1].Department : step.Department is { } written && !FeelSource.IsMarked(written) ? written : pinned.JointItem.LeadDepartment;
            var name = step.Kind switch
            {
                TaskKind.Decide => new Text("决定", "Decision"),
                TaskKind.Conclude => new Text("办结", "Conclusion"),
                TaskKind.Deliver => new Text("送达", "Delivery"),
                _ => new Text(node.Name ?? node.Id, node.Name ?? node.Id),
            };
            yield return StepOf(state, names, name, department, tasks);
        }
    }

    private static ProgressStep StepOf(CaseState state, NamesOf names, Text name, string department, IReadOnlyList<CaseTask> tasks)
    {
        var open = tasks.FirstOrDefault(t => t.IsOpen);
        var word = open is not null ? "open" : tasks.Any(t => t.End == TaskEnd.Done) ? "done" : tasks.Count > 0 ? "cancelled" : "not-opened";
        return new(name, names.Department(open?.Department ?? department), word, open is null ? null : DueOf(state, open.ClockId), word == "done" ? tasks.Max(t => t.ClosedAt) : null);
    }

    private static ProgressAwaiting AwaitingOf(CaseState state, NamesOf names)
    {
        if (state.Status == CaseStatus.SupplementAsked) return new("applicant", []);
        var departments = state.Tasks.Values.Where(t => t.IsOpen).OrderBy(t => t.Id).Select(t => t.Department).Distinct(StringComparer.Ordinal).ToList();
        return departments.Count > 0 ? new("department", [.. departments.Select(names.Department)]) : new(null, []);
    }

    private static DateTimeOffset? DueOf(CaseState state, string clock) => state.RunningClock(clock)?.Clock.DueAt;
}
