using System.Collections.Immutable;

namespace Workflow.Feel.Dmn;

/// <summary>Which rules' outputs are the table's (DMN 1.5, 8.2.10).</summary>
public enum HitPolicy { Unique, First, Priority, Any, Collect, RuleOrder, OutputOrder }

/// <summary>What COLLECT makes of the outputs; None: their list.</summary>
public enum CollectAggregation { None, Sum, Count, Min, Max }

/// <summary>Rules as rows (DMN 1.5, clause 8). How it is drawn says nothing about its value.</summary>
public sealed record DecisionTable : DmnExpression
{
    public HitPolicy HitPolicy { get; init; }

    public CollectAggregation Aggregation { get; init; }

    /// <summary>Rule-as-Row, Rule-as-Column or CrossTable; null: rows.</summary>
    public string? PreferredOrientation { get; init; }

    public string? OutputLabel { get; init; }

    public ImmutableArray<TableInput> Inputs { get; init; } = [];

    public ImmutableArray<TableOutput> Outputs { get; init; } = [];

    /// <summary>Names of the annotation columns.</summary>
    public ImmutableArray<AnnotationClause> Annotations { get; init; } = [];

    public ImmutableArray<TableRule> Rules { get; init; } = [];
}

/// <param name="Values">what the input may be; anything else is an error</param>
public sealed record TableInput(LiteralExpression Expression, DmnUnaryTests? Values) : DmnElement;

/// <param name="Name">null or empty in a table of one output</param>
/// <param name="Values">what the output may be, the most important first (for PRIORITY and OUTPUT ORDER)</param>
/// <param name="Default">when no rule matches</param>
public sealed record TableOutput(string? Name, string? TypeRef, DmnUnaryTests? Values, LiteralExpression? Default) : DmnElement;

public sealed record AnnotationClause(string? Name) : DmnElement;

/// <param name="Inputs">one for each input of the table</param>
/// <param name="Outputs">one for each output of the table</param>
public sealed record TableRule(ImmutableArray<DmnUnaryTests> Inputs, ImmutableArray<LiteralExpression> Outputs, ImmutableArray<string?> Annotations) : DmnElement;
