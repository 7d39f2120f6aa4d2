using Workflow.Feel;

namespace Workflow.Core.Bpmn;

/// <summary>An activity (BPMN 2.0, clause 10.3): work that takes time, alone or several times.</summary>
public abstract record ActivityNode(string Id, string? Name, string? Parent) : FlowNode(Id, Name, Parent)
{
    /// <summary>Set when the activity is carried out several times.</summary>
    public LoopSpec? Loop { get; init; }

    /// <summary>Tokens that it takes to start once (startQuantity).</summary>
    public int StartQuantity { get; init; } = 1;

    /// <summary>Tokens that it puts on each outgoing flow (completionQuantity).</summary>
    public int CompletionQuantity { get; init; } = 1;

    /// <summary>True when it undoes another activity's work and is entered by compensation only.</summary>
    public bool IsForCompensation { get; init; }

    public DataMapping Data { get; init; } = DataMapping.None;
}

/// <summary>Work of a person.</summary>
public sealed record UserTask(string Id, string? Name, string? Parent) : ActivityNode(Id, Name, Parent);

/// <summary>Work of a machine: a job for a worker.</summary>
public sealed record ServiceTask(string Id, string? Name, string? Parent) : ActivityNode(Id, Name, Parent);

/// <summary>Work of a table of rules: decided at once and without anybody, by the table that <c>approval:decision</c> names.</summary>
public sealed record BusinessRuleTask(string Id, string? Name, string? Parent) : ActivityNode(Id, Name, Parent);

/// <summary>A manual or undefined task: the engine has no part in it, so its token passes at once.</summary>
public sealed record PassTask(string Id, string? Name, string? Parent) : ActivityNode(Id, Name, Parent);

/// <summary>A script task: a FEEL expression, evaluated at once; its value is written.</summary>
/// <param name="Script">null for a script task without a script, which passes at once</param>
/// <param name="Result">the name that the value gets; null: a context's entries are written, other values are not kept</param>
public sealed record ScriptTask(string Id, string? Name, string? Parent, Expression? Script, string? Result) : ActivityNode(Id, Name, Parent);

/// <summary>A send task: throws its message and is done.</summary>
/// <param name="Message">null: nothing is thrown and its token passes at once</param>
public sealed record SendTask(string Id, string? Name, string? Parent, MessageDefinition? Message) : ActivityNode(Id, Name, Parent);

/// <summary>A receive task: waits for its message.</summary>
/// <param name="Instantiates">true when the message creates the process</param>
public sealed record ReceiveTask(string Id, string? Name, string? Parent, MessageDefinition Message, bool Instantiates = false) : ActivityNode(Id, Name, Parent);

/// <summary>A call activity (clause 10.3.6): runs a process or global task from elsewhere in its own scope.</summary>
/// <param name="Called">id of a process or global task of the same file, else the code of a deployed definition</param>
public sealed record CallActivity(string Id, string? Name, string? Parent, string Called) : ActivityNode(Id, Name, Parent);

/// <summary>A sub-process (clause 10.3.5): a scope of its own; the nodes inside name it as their parent.</summary>
public sealed record SubProcess(string Id, string? Name, string? Parent) : ActivityNode(Id, Name, Parent)
{
    /// <summary>An event sub-process: started by its event while the scope around it runs; no flow leads there.</summary>
    public bool IsEvent { get; init; }

    /// <summary>A transaction: a cancel end event inside undoes what was completed in it.</summary>
    public bool IsTransaction { get; init; }

    /// <summary>Set when the order of what is inside is not modelled (ad hoc).</summary>
    public AdHoc? AdHoc { get; init; }
}

/// <summary>An ad-hoc sub-process (clause 10.3.5): what has no incoming flow inside may be started in any order.</summary>
/// <param name="IsSequential">one after the other (ordering)</param>
/// <param name="Completion">asked each time something inside is done; null: done when everything started is done</param>
/// <param name="CancelsRemaining">whether what still runs is ended once <paramref name="Completion"/> holds</param>
/// <param name="Activate">a list of element ids that are started at once; null: every one that no flow leads to</param>
public sealed record AdHoc(bool IsSequential, Expression? Completion, bool CancelsRemaining, Expression? Activate);
