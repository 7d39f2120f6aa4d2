using System.Collections.Immutable;

namespace Workflow.Feel;

/// <summary>The names that an expression may use, with their types as far as they are known.</summary>
/// <param name="Variables">a name may hold blanks, signs and words of the language: it is recognised because it stands here</param>
/// <param name="IsOpen">other names are taken from the context too; otherwise they are null with an error</param>
/// <param name="Types">types with names of their own; null for an unknown one</param>
public sealed record Names(ImmutableArray<Parameter> Variables, bool IsOpen = true, Func<string, FeelType?>? Types = null)
{
    /// <summary>None are known, all may be used.</summary>
    public static readonly Names Open = new([]);

    public static Names Of(params ReadOnlySpan<string> names)
    {
        var list = ImmutableArray.CreateBuilder<Parameter>(names.Length);
        foreach (var name in names) list.Add(new(name, FeelType.Any));
        return new(list.MoveToImmutable());
    }
}
