namespace Workflow.Conformance;

/// <summary>Rules of the standard that are warnings unless a deployment is strict, or that only strict speaks of: why a model that breaks one can be run all the same.</summary>
public static class SpectorTolerance
{
    private const string DataIsNamed = "data has names here and no declared structure, so that what is declared about it never decides what a case does";
    private const string NotRun = "collaborations and choreographies are drawn and never run: a case has no participants and no message flows";
    private const string Listed = "the flow's own ends count; the lists repeat them";

    public static readonly IReadOnlyDictionary<string, string> Why = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ad-hoc-empty"] = "an ad-hoc sub-process with nothing to start is done at once",
        ["association-items-differ"] = DataIsNamed,
        ["association-sources"] = "without a transformation nothing is copied, which the warning says",
        ["call-data-differs"] = DataIsNamed,
        ["choreography-closed"] = NotRun,
        ["choreography-ref-place"] = NotRun,
        ["collection-differs"] = DataIsNamed,
        ["compensation-keeps-activity"] = "when compensation occurs its activity is over: there is nothing left to cancel or to keep",
        ["complex-without-condition"] = "the first arrival fires it and the others are absorbed until it is reset",
        ["condition-alone"] = "when the condition does not hold the case stops with an incident that names the element",
        ["condition-ignored"] = "a parallel gateway takes all its flows",
        ["condition-missing"] = "a flow without a condition is passed whenever it is asked, in the order of the file",
        ["data-not-in-set"] = DataIsNamed,
        ["data-state-name"] = "the name of a reference is for readers",
        ["duplicate-id"] = "imported files are not part of a deployment, so that nothing is mistaken for something else",
        ["empty-process"] = "a case of it begins and has nothing to do",
        ["escalation-without-code"] = "it is known by its name, else by the id of the event; one that catches every escalation catches it",
        ["event-data-count"] = DataIsNamed,
        ["event-gateway-boundary"] = "the gateway wins over what hangs on its receive tasks",
        ["event-gateway-choice"] = "with one event behind it the gateway waits for that one",
        ["event-gateway-mixed"] = "an event and a task that wait for messages wait in the same way here",
        ["event-gateway-shared"] = "a token that comes by another flow waits there by itself",
        ["event-item-differs"] = DataIsNamed,
        ["event-without-incoming"] = "without a start event everything that no flow leads to is entered when the scope begins",
        ["expression-empty"] = "an empty path gives no key, so that the conversation is not told from others",
        ["expression-not-formal"] = "every expression is read as FEEL, whether it is marked as formal or not",
        ["flow-list-mismatch"] = Listed,
        ["flow-not-immediate"] = "nothing can happen between the two ends of a flow that the model does not show",
        ["flow-not-listed"] = Listed,
        ["gateway-direction"] = "the flows say what a gateway does; its direction repeats it",
        ["gateway-without-purpose"] = "a gateway with one flow on either side lets its token pass",
        ["global-conversation-content"] = NotRun,
        ["handler-not-marked"] = "the association makes it a handler",
        ["implicit-end"] = "the token ends where no flow leaves (clause 13.2.1)",
        ["import-not-found"] = "a deployment is one file; what it calls elsewhere is found among the deployed definitions",
        ["import-not-followed"] = "a deployment is one file; what it calls elsewhere is found among the deployed definitions",
        ["io-in-sub-process"] = "an embedded sub-process sees the data around it in any case",
        ["link-ends-differ"] = "links are paired by the throw's target, else by name",
        ["link-without-throw"] = "a catch that nothing throws to is never entered",
        ["loop-data-unknown"] = "the name is looked for in the data; a list that is not there stops with an incident",
        ["loop-item-differs"] = DataIsNamed,
        ["message-flow-dangling"] = NotRun,
        ["message-flow-end"] = NotRun,
        ["message-flow-inside"] = NotRun,
        ["message-without-name"] = "it is known by the id of its element, which nothing else can mean by accident",
        ["message-without-operation"] = "messages go by their name and key, whatever operation they stand for",
        ["multiplicity-range"] = NotRun,
        ["operation-data"] = DataIsNamed,
        ["operation-item-differs"] = DataIsNamed,
        ["operation-not-bound"] = "what a process offers as an interface is not called by operation here",
        ["script-without-format"] = "scripts are FEEL unless they say otherwise",
        ["set-part-unknown"] = DataIsNamed,
        ["sets-not-paired"] = DataIsNamed,
        ["signal-without-name"] = "it is known by the id of its element, which nothing else can mean by accident",
    };
}
