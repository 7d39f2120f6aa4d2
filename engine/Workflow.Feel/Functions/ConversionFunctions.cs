using System.Collections.Immutable;

namespace Workflow.Feel.Functions;

/// <summary><c>string(from)</c> (DMN 1.5, 10.3.4.1).</summary>
internal static class ConversionFunctions
{
    public static ImmutableArray<Builtin> All =>
    [
        new("string", Signature.Of(FeelType.String, (a, run) => a[0] is Value.NullValue ? Value.Null : ValueText.Of(a[0], run), ("from", FeelType.Any))),
    ];
}
