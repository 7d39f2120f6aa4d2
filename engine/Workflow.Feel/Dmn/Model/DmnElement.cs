using System.Collections.Immutable;

namespace Workflow.Feel.Dmn;

/// <summary>What every element of a DMN model has (DMN 1.5, 6.3.2). The model is as it was drawn: nothing is resolved or checked.</summary>
public abstract record DmnElement
{
    /// <summary>Unique in its model; null where the drawing tool gave none.</summary>
    public string? Id { get; init; }

    public string? Label { get; init; }

    public string? Description { get; init; }

    public DmnExtras Extras { get; init; } = DmnExtras.None;

    /// <summary>Where its start tag stood.</summary>
    public DmnPlace Place { get; init; }
}

/// <summary>Line and column from 1; 0 when the model was made by hand. Two elements that differ only in their place are equal.</summary>
public readonly record struct DmnPlace(int Line, int Column)
{
    public bool Equals(DmnPlace other) => true;

    public override int GetHashCode() => 0;
}

/// <summary>What an element carries that is not DMN's: kept, never interpreted.</summary>
/// <param name="Attributes">of other namespaces</param>
/// <param name="Extensions">children of <c>extensionElements</c>, as XML; null where there is no such element</param>
/// <param name="Foreign">children of other namespaces, or unknown ones of DMN's own, as XML</param>
public sealed record DmnExtras(ImmutableArray<ForeignAttribute> Attributes, ImmutableArray<string>? Extensions, ImmutableArray<string> Foreign)
{
    public static readonly DmnExtras None = new([], null, []);
}

/// <summary>An attribute outside DMN's vocabulary, or one of a namespace of its own.</summary>
public sealed record ForeignAttribute(string Namespace, string Name, string Value);

/// <summary>A name and the type of what is called so: a variable, a parameter (DMN 1.5, 7.3.4).</summary>
/// <param name="TypeRef">a FEEL type or an item definition, that of an import qualified by its name ("lending.tLoan"); null: Any</param>
public sealed record InformationItem(string Name, string? TypeRef) : DmnElement;
