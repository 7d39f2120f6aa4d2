using System.Collections.Immutable;
using Workflow.Feel;

namespace Workflow.Core.Cases;

/// <summary>
/// The data that a flow's conditions see: application (answers that are not personal), applies (service item code →
/// boolean), commitments (service item code → true where it is decided on a promise), region, opinions (service item code →
/// "positive" …), reviews (element of a group → its outcome), decision ("grant", "deny"), instant (element of a business rule →
/// "grant", "deny", "person").
/// </summary>
internal static class FlowData
{
    public static Value.Context AtStart(CaseState state) => state.Intake.Commitments.IsEmpty ? Start(state)
        : Start(state).With("commitments", Value.Context.Of(state.Intake.Commitments.Keys.Select(item => KeyValuePair.Create(item, Value.True))));

    private static Value.Context Start(CaseState state) => Value.Context.Empty
        .With("application", state.Answers)
        .With("applies", Value.Context.Of(state.SubCases.Select(s => KeyValuePair.Create(s.Item, (Value)s.Applies))))
        .With("region", state.Region)
        .With("opinions", Value.Context.Empty)
        .With("reviews", Value.Context.Empty)
        .With("decision", Value.Null)
        .With("instant", Value.Context.Empty);

    /// <summary>The opinions so far with one more; written by every review, so that later steps see all of them.</summary>
    public static Value.Context WithOpinion(CaseState state, CaseTask task, OpinionKind kind)
    {
        var soFar = state.Flow.DataOf(state.Flow.Activities[task.Activity!.Value].Scope)["opinions"] as Value.Context ?? Value.Context.Empty;
        return Value.Context.Empty.With("opinions", soFar.With(NameOf(task), CodeOf(kind)));
    }

    public static Value.Context WithDecision(Decision decision) =>
        Value.Context.Empty.With("decision", decision == Decision.Grant ? "grant" : "deny");

    internal static string NameOf(CaseTask task) => task.ServiceItem ?? task.Element;

    public static string CodeOf(OpinionKind kind) => kind switch
    {
        OpinionKind.Positive => "positive",
        OpinionKind.Negative => "negative",
        OpinionKind.Conditional => "conditional",
        _ => "advisory",
    };
}
