using System.Collections.Immutable;

namespace Workflow.Feel.Dmn;

/// <summary>Something about a model that its author should know. Errors stop it, warnings do not.</summary>
/// <param name="Code">stable, kebab-case; its words are in <see cref="DmnFindingTexts"/></param>
/// <param name="Element">id of the element concerned, its name where it has none; null for the whole file</param>
/// <param name="Line">from 1; 0 when the model was made by hand</param>
/// <param name="Column">from 1; 0 when the model was made by hand</param>
public sealed record DmnFinding(string Code, bool IsError, string? Element, ImmutableArray<string> Arguments, int Line, int Column)
{
    public bool Equals(DmnFinding? other) => other is not null && Code == other.Code && IsError == other.IsError && Element == other.Element
        && Line == other.Line && Column == other.Column && Arguments.AsSpan().SequenceEqual(other.Arguments.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Code, Element, Line, Column);

    public override string ToString() => DmnFindingTexts.En(this);
}
