using System.Collections.Immutable;

namespace Workflow.Feel.Dmn;

/// <summary>A type with a name (DMN 1.5, 7.3.3): another type restricted, a structure of components, or a function's type.</summary>
/// <param name="TypeRef">the type that it restricts; null for a structure or a function</param>
public sealed record ItemDefinition(string Name, string? TypeRef) : DmnElement
{
    public bool IsCollection { get; init; }

    public string? TypeLanguage { get; init; }

    /// <summary>Of a collection: what each item may be (7.3.3).</summary>
    public DmnUnaryTests? AllowedValues { get; init; }

    /// <summary>Since DMN 1.5: what the whole value may be, of a collection the list as one.</summary>
    public DmnUnaryTests? TypeConstraint { get; init; }

    public ImmutableArray<ItemDefinition> Components { get; init; } = [];

    public FunctionItem? Function { get; init; }
}

/// <summary>The type of a function (DMN 1.3, 7.3.3).</summary>
public sealed record FunctionItem(string? OutputTypeRef, ImmutableArray<InformationItem> Parameters) : DmnElement;

/// <summary>Tests of one value, as in a cell of a decision table (7.3.3 and 8.3.3).</summary>
public sealed record DmnUnaryTests(string Text, string? ExpressionLanguage) : DmnElement;
