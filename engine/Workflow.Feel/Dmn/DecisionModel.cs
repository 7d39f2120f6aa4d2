using System.Collections.Immutable;

namespace Workflow.Feel.Dmn;

/// <param name="Model">null when there is an error</param>
public sealed record DecisionModelBuild(DecisionModel? Model, ImmutableArray<DmnFinding> Findings);

public enum InvocableKind { Decision, BusinessKnowledgeModel, DecisionService }

/// <summary>What a caller can ask of a model.</summary>
/// <param name="Parameters">of a decision: the input data that it needs, directly or not</param>
public sealed record Invocable(InvocableKind Kind, string Id, string Name, ImmutableArray<Parameter> Parameters, FeelType Result);

/// <summary>A compiled DMN model: compile once, evaluate as often as wanted. Thread-safe.</summary>
public sealed class DecisionModel
{
    private DecisionModel(DmnDefinitions definitions) => Definitions = definitions;

    public DmnDefinitions Definitions { get; }

    public string Name => Definitions.Name;

    public string Namespace => Definitions.Namespace;

    public ImmutableArray<Invocable> Invocables { get; } = [];

    /// <param name="imports">the models that it imports, by namespace; null for one that is not known</param>
    public static DecisionModelBuild Compile(DmnDefinitions definitions, Func<string, DmnDefinitions?>? imports = null) =>
        new(null, [new("not-implemented", true, null, [], 0, 0)]);

    /// <summary>The value of a decision and all that it needs.</summary>
    /// <param name="inputs">input data by name; those of an imported model in a context under the import's name</param>
    /// <param name="traced">whether matched rules and intermediate decisions are recorded</param>
    public DecisionOutcome Evaluate(string decisionNameOrId, Value.Context inputs, Evaluation run, bool traced = false) => new(Value.Null, true, [], []);

    /// <summary>The value of a decision service or a business knowledge model.</summary>
    /// <param name="arguments">by name of the parameters</param>
    /// <param name="traced">whether matched rules and intermediate decisions are recorded</param>
    public DecisionOutcome Invoke(string nameOrId, Value.Context arguments, Evaluation run, bool traced = false) => new(Value.Null, true, [], []);
}
