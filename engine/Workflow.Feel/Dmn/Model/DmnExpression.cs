using System.Collections.Immutable;

namespace Workflow.Feel.Dmn;

/// <summary>Decision logic: a text or a boxed expression (DMN 1.5, 7.3.1 and 10.2).</summary>
public abstract record DmnExpression : DmnElement
{
    public string? TypeRef { get; init; }
}

/// <summary>An expression of a language, FEEL unless said otherwise (7.3.6).</summary>
/// <param name="Text">null: nothing is written, the value is null</param>
/// <param name="ExpressionLanguage">URI; null: the model's</param>
public sealed record LiteralExpression(string? Text, string? ExpressionLanguage) : DmnExpression
{
    /// <summary>Values of another document instead of a text, as XML: kept, refused when compiled.</summary>
    public string? ImportedValues { get; init; }
}

/// <summary>A call with bindings by name (10.2.1.3).</summary>
/// <param name="Called">mostly a literal expression with the function's name</param>
public sealed record Invocation(DmnExpression? Called, ImmutableArray<Binding> Bindings) : DmnExpression;

/// <param name="Value">null: null is passed</param>
public sealed record Binding(InformationItem Parameter, DmnExpression? Value) : DmnElement;

/// <summary>Named values, later ones seeing earlier ones (10.2.1.4).</summary>
public sealed record BoxedContext(ImmutableArray<BoxedEntry> Entries) : DmnExpression;

/// <param name="Variable">null: the entry is the result of the whole context</param>
public sealed record BoxedEntry(InformationItem? Variable, DmnExpression? Value) : DmnElement;

/// <summary>10.2.1.5.</summary>
public sealed record BoxedList(ImmutableArray<DmnExpression> Items) : DmnExpression;

/// <summary>A list of contexts with the same entries, drawn as a table (10.2.1.6).</summary>
public sealed record Relation(ImmutableArray<InformationItem> Columns, ImmutableArray<RelationRow> Rows) : DmnExpression;

public sealed record RelationRow(ImmutableArray<DmnExpression> Cells) : DmnElement;

public enum FunctionKind { Feel, Java, Pmml }

/// <summary>A function with a boxed body (10.2.1.7). The kinds Java and PMML are kept; calling one yields null.</summary>
public sealed record FunctionDefinition(FunctionKind Kind, ImmutableArray<InformationItem> Parameters, DmnExpression? Body) : DmnExpression;

/// <summary>10.2.1.8.</summary>
public sealed record BoxedConditional(BoxedChild? If, BoxedChild? Then, BoxedChild? Else) : DmnExpression;

/// <summary>10.2.1.9.</summary>
public sealed record BoxedFilter(BoxedChild? In, BoxedChild? Match) : DmnExpression;

/// <summary>10.2.1.10.</summary>
public sealed record BoxedFor(string? IteratorVariable, BoxedChild? In, BoxedChild? Return) : DmnExpression;

/// <summary>10.2.1.10.</summary>
/// <param name="IsEvery">every; otherwise some</param>
public sealed record BoxedQuantified(bool IsEvery, string? IteratorVariable, BoxedChild? In, BoxedChild? Satisfies) : DmnExpression;

/// <summary>A part of a conditional, filter or iterator: an element of its own around an expression.</summary>
/// <param name="TypeRef">of a loop's domain: the type of its items' list</param>
public sealed record BoxedChild(DmnExpression? Value, string? TypeRef) : DmnElement;
