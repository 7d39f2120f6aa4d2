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

/// <summary>A business-rule step of the flow (秒批): it asks its decision and lets the token go on at once.</summary>
public static class InstantStep
{
    /// <summary>Business-rule steps carried out in one command at most; past it an incident "rule-limit" is raised (a loop in the model).</summary>
    public const int StepLimit = 1_000;

    /// <summary>Stands for the officer of a decision by rules.</summary>
    public const string Officer = "rule";

    public static string? TableOf(FlowNode node) => node.Approval.GetValueOrDefault("decision");

    /// <summary>Codes of the decisions that a graph's business rules name.</summary>
    public static IEnumerable<string> TablesOf(ProcessGraph graph) =>
        graph.Nodes.OfType<BusinessRuleTask>().Select(TableOf).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>Name under which a step's value goes into the case's data; null for a step that may decide the case.</summary>
    public static string? ResultOf(FlowNode node) => node.Approval.GetValueOrDefault("result");

    /// <summary>Evaluates, and says what the flow is to be told, or why the step cannot be carried out, which raises an incident.</summary>
    internal static Trigger Decide(Progress progress, Activity activity, DateTimeOffset at)
    {
        var node = progress.Pinned.GraphOf(progress.State.Flow, activity.Scope).Node(activity.Element);
        if (TableOf(node) is not { } code || (progress.Pinned.Rules.GetValueOrDefault(code) ?? progress.Pinned.RuleOfCalled?.Invoke(code)) is not { } pinned)
            return new Trigger.Fail(activity.Id, "rules-not-published", $"the decision of '{activity.Element}' is not at hand");

        var state = progress.State;
        var data = state.Flow.DataOf(activity.Scope);
        var result = RuleDecision.Of(pinned, data.With("materials", Materials.MaterialGrades.InputOf(state.Materials)), progress.Pinned.Around(at));
        return ResultOf(node) is { } name ? Evaluated(progress, activity, new(node.Id, code, pinned.Version, name, result.Explanation, at), result)
            : new Trigger.Complete(activity.Id, Decided(progress, node, code, pinned.Version, result, data, at));
    }

    /// <summary>A step that works something out. Where that fails, going on without the value could skip a department.</summary>
    private static Trigger Evaluated(Progress progress, Activity activity, RuleEvaluated evaluated, RuleResult result)
    {
        if (result.Failed || (result.Doubtful && result.Value is Value.NullValue)) return new Trigger.Fail(activity.Id, "decision-failed", $"the decision of '{activity.Element}' came to no value");
        if (DecisionExplanation.SizeOf(result.Value, DecisionExplanation.MostParts) > DecisionExplanation.MostParts)
            return new Trigger.Fail(activity.Id, "decision-too-large", $"the value of '{activity.Element}' has more than {DecisionExplanation.MostParts} parts");
        progress.Add(evaluated);
        return new Trigger.Complete(activity.Id, Value.Context.Empty.With(evaluated.Result, result.Value));
    }

    private static Value.Context Decided(Progress progress, FlowNode node, string code, int version, RuleResult result, Value.Context data, DateTimeOffset at)
    {
        var (state, item, (outcome, words)) = (progress.State, node.Approval.GetValueOrDefault("item"), result.Instant());
        // What is decided already stays so: a later table only shows the flow its way.
        var decides = outcome != InstantOutcome.Person && state.Decided is null;
        progress.Add(new InstantDecided(
            node.Id, item, code, version, result.Rule, result.Used, outcome, words, decides && IsSampled(progress.Pinned, state.CaseNumber, node.Id, item), at, result.Explanation));

        var soFar = data["instant"] as Value.Context ?? Value.Context.Empty;
        var output = Value.Context.Empty.With("instant", soFar.With(node.Id, TableModel.WordOf(outcome)));
        if (!decides) return output;

        var decision = outcome == InstantOutcome.Grant ? Decision.Grant : Decision.Deny;
        progress.Add(new CaseDecided(decision, words?.Zh, Officer, at)).EndClock(CaseClocks.Case, at);
        return output.WithAll(FlowData.WithDecision(decision));
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
