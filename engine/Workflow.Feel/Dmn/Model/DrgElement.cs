using System.Collections.Immutable;

namespace Workflow.Feel.Dmn;

/// <summary>An element of the decision requirements graph (DMN 1.5, 6.3.6).</summary>
/// <param name="Name">how its value is called in expressions</param>
public abstract record DrgElement(string Name) : DmnElement;

/// <summary>What the caller brings (6.3.9).</summary>
/// <param name="Variable">name and type; null: the element's own name, any type</param>
public sealed record InputData(string Name, InformationItem? Variable) : DrgElement(Name);

/// <summary>A value determined from others (6.3.7).</summary>
public sealed record Decision(string Name, InformationItem? Variable) : DrgElement(Name)
{
    public string? Question { get; init; }

    public string? AllowedAnswers { get; init; }

    public ImmutableArray<InformationRequirement> Information { get; init; } = [];

    public ImmutableArray<KnowledgeRequirement> Knowledge { get; init; } = [];

    public ImmutableArray<AuthorityRequirement> Authorities { get; init; } = [];

    /// <summary>References to performance indicators, processes, tasks and people, as XML: kept.</summary>
    public ImmutableArray<string> Context { get; init; } = [];

    /// <summary>Null: the logic is not written down; the value is null.</summary>
    public DmnExpression? Logic { get; init; }
}

/// <summary>A function that decisions share (6.3.8).</summary>
public sealed record BusinessKnowledgeModel(string Name, InformationItem? Variable) : DrgElement(Name)
{
    public FunctionDefinition? Logic { get; init; }

    public ImmutableArray<KnowledgeRequirement> Knowledge { get; init; } = [];

    public ImmutableArray<AuthorityRequirement> Authorities { get; init; } = [];
}

/// <summary>Decisions offered together as one function (6.3.10). All references are hrefs.</summary>
public sealed record DecisionService(string Name, InformationItem? Variable) : DrgElement(Name)
{
    public ImmutableArray<DmnReference> OutputDecisions { get; init; } = [];

    public ImmutableArray<DmnReference> EncapsulatedDecisions { get; init; } = [];

    public ImmutableArray<DmnReference> InputDecisions { get; init; } = [];

    public ImmutableArray<DmnReference> InputData { get; init; } = [];
}

/// <summary>Where knowledge comes from: a law, a person (6.3.11). Without meaning for evaluation.</summary>
public sealed record KnowledgeSource(string Name) : DrgElement(Name)
{
    public ImmutableArray<AuthorityRequirement> Authorities { get; init; } = [];

    public string? Type { get; init; }

    public string? LocationUri { get; init; }

    public DmnReference? Owner { get; init; }
}

/// <param name="Href"><c>#id</c> of the same model, <c>namespace#id</c> of an imported one</param>
public sealed record DmnReference(string Href) : DmnElement;

/// <summary>The value of a decision, or input data, that is needed (6.3.12).</summary>
/// <param name="IsDecision">otherwise input data</param>
public sealed record InformationRequirement(bool IsDecision, DmnReference Required) : DmnElement;

/// <summary>A business knowledge model or a decision service that is called (6.3.13).</summary>
public sealed record KnowledgeRequirement(DmnReference Required) : DmnElement;

/// <summary>Who or what stands behind (6.3.14).</summary>
/// <param name="Kind">requiredDecision, requiredInput or requiredAuthority</param>
public sealed record AuthorityRequirement(string Kind, DmnReference Required) : DmnElement;
