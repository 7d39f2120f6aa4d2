using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Workflow.Core.Bpmn;
using Workflow.Core.Cases.Obligations;
using Workflow.Core.Catalog.Rules;
using Workflow.Core.Flow;
using Workflow.Core.Runtime;
using Workflow.Feel;

namespace Workflow.Core.Cases.Instant;

/// <summary>A business-rule step of the flow (秒批): it decides by its table and lets the token go on at once.</summary>
public static class InstantStep
{
    /// <summary>Business-rule steps carried out in one command at most; past it an incident "rule-limit" is raised (a loop in the model).</summary>
    public const int StepLimit = 1_000;

    /// <summary>Stands for the officer of a decision by rules.</summary>
    public const string Officer = "rule";

    public static string? TableOf(FlowNode node) => node.Approval.GetValueOrDefault("decision");

    /// <summary>Codes of the decision tables that a graph's business rules name.</summary>
    public static IEnumerable<string> TablesOf(ProcessGraph graph) =>
        graph.Nodes.OfType<BusinessRuleTask>().Select(TableOf).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>Decides, and says what the flow is to be told; null when the table is not at hand, which raises an incident.</summary>
    internal static Value.Context? Decide(Progress progress, Activity activity, DateTimeOffset at)
    {
        var node = progress.Pinned.Graph.Node(activity.Element);
        if (TableOf(node) is not { } code || !progress.Pinned.Rules.TryGetValue(code, out var pinned)) return null;

        var state = progress.State;
        var data = state.Flow.DataOf(activity.Scope);
        var result = RuleDecision.Of(pinned.Table, data.With("materials", Materials.MaterialGrades.InputOf(state.Materials)));
        var item = node.Approval.GetValueOrDefault("item");
        // What is decided already stays so: a later table only shows the flow its way.
        var decides = result.Outcome != InstantOutcome.Person && state.Decided is null;
        progress.Add(new InstantDecided(
            node.Id, item, code, pinned.Version, result.Rule, result.Used, result.Outcome, result.Words, decides && IsSampled(progress.Pinned, state.CaseNumber, node.Id, item), at));

        var soFar = data["instant"] as Value.Context ?? Value.Context.Empty;
        var output = Value.Context.Empty.With("instant", soFar.With(node.Id, WordOf(result.Outcome)));
        if (!decides) return output;

        var decision = result.Outcome == InstantOutcome.Grant ? Decision.Grant : Decision.Deny;
        progress.Add(new CaseDecided(decision, result.Words?.Zh, Officer, at)).EndClock(CaseClocks.Case, at);
        foreach (var (name, value) in FlowData.WithDecision(decision).Entries) output = output.With(name, value);
        return output;
    }

    /// <summary>
    /// Drawn by the case's own number, so that nobody chooses and a replay draws the same: SHA-256 of number and element,
    /// its first 32 bits modulo 1000 below the rate.
    /// </summary>
    public static bool IsSampled(Pinned pinned, string caseNumber, string element, string? item)
    {
        var rate = pinned.JointItem.Items.FirstOrDefault(i => i.Code == item)?.SamplePerMille ?? pinned.JointItem.Instant.SamplePerMille;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{caseNumber}\n{element}"));
        return BinaryPrimitives.ReadUInt32BigEndian(hash) % 1000 < rate;
    }

    private static string WordOf(InstantOutcome outcome) => outcome switch { InstantOutcome.Grant => "grant", InstantOutcome.Deny => "deny", _ => "person" };
}

internal static class ProgressInstant
{
    public static Progress CloseAside(this Progress progress, CaseTask task, string officer) =>
        progress.Add(new TaskClosed(task.Id, TaskEnd.Done, officer, progress.Now)).EndClock(task.ClockId, progress.Now);

    /// <summary>What follows a conclusion: the drawn decisions of rules are handed to a person to check.</summary>
    public static Progress SampleInstant(this Progress progress, DateTimeOffset at)
    {
        var item = progress.Pinned.JointItem;
        foreach (var drawn in progress.State.Instant.Decisions.Where(d => d.Sampled))
        {
            var department = item.Items.FirstOrDefault(i => i.Code == drawn.Item)?.Department ?? item.LeadDepartment;
            progress.TakeCheck(drawn, department, at);
        }
        return progress;
    }

    private static void TakeCheck(this Progress progress, InstantDecided drawn, string department, DateTimeOffset at)
    {
        const string text = "秒批抽查";
        progress.TakeObligation(ObligationKind.Check, text, department, drawn.Item, [], null, progress.Pinned.JointItem.Instant.CheckWithin, at);
        // Due by the clock of what is owed, as every check after the decision.
        var task = progress.State.Flow.LastId + 1;
        progress.Add(new TaskOpened(task, null, TaskKind.Verify, department, text, CaseClocks.OfObligation(progress.State.Obligations.Count), drawn.Item, at));
    }

    /// <summary>The lead department decides again, with the whole promised time.</summary>
    public static Progress OpenReconsider(this Progress progress)
    {
        var (id, item) = (progress.State.Flow.LastId + 1, progress.Pinned.JointItem);
        return progress.Add(new TaskOpened(id, null, TaskKind.Reconsider, item.LeadDepartment, "复核决定", "reconsider", null, progress.Now))
            .StartClock(CaseClocks.OfTask(id), item.Promised, null, progress.Now);
    }

    /// <summary>What a grant by rules issues when no person concludes: one result for each service item that applies.</summary>
    public static ImmutableArray<IssuedResult> ResultsByRule(this CaseState state) => state.Decided is not { Decision: Decision.Grant, Officer: InstantStep.Officer } ? []
        : [.. state.SubCases.Where(s => s.Applies).Select(s => new IssuedResult(s.Item, s.Name, $"{state.CaseNumber}-{s.Item}"))];
}
