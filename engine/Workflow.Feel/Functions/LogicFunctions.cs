using System.Collections.Immutable;

namespace Workflow.Feel.Functions;

/// <summary>Truth values (DMN 1.5, 10.3.4.2 and 10.3.4.4) and sameness (10.3.4.10).</summary>
internal static class LogicFunctions
{
    private static readonly FeelType Boolean = FeelType.Boolean;
    private static readonly FeelType Booleans = new FeelType.ListOf(FeelType.Boolean);

    public static ImmutableArray<Builtin> All =>
    [
        new("not", Signature.Of(Boolean, (a, _) => a[0] is Value.Boolean { Is: var holds } ? !holds : Value.Null, ("negand", Boolean)) with { Nullable = true }),
        new("all",
            Signature.Of(Boolean, (a, run) => Decide(a[0], decisive: false, run), ("list", Booleans)),
            Signature.Of(Boolean, (a, run) => DecideEach(a[0], decisive: false, run), ("b", Boolean)) with { Variadic = true, Nullable = true }),
        new("any",
            Signature.Of(Boolean, (a, run) => Decide(a[0], decisive: true, run), ("list", Booleans)),
            Signature.Of(Boolean, (a, run) => DecideEach(a[0], decisive: true, run), ("b", Boolean)) with { Variadic = true, Nullable = true }),
        new("is", Signature.Of(Boolean, (a, _) => a[0].Equals(a[1]), ("value1", FeelType.Any), ("value2", FeelType.Any))),
    ];

    /// <summary>A single null is taken for a missing list.</summary>
    private static Value DecideEach(Value arguments, bool decisive, Evaluation run) =>
        arguments is Value.List { Items: [Value.NullValue] } ? run.Fail("argument-null", decisive ? "any" : "all") : Decide(arguments, decisive, run);

    /// <summary>One decisive item settles it; otherwise every null leaves it unknown (10.3.4.4).</summary>
    private static Value Decide(Value list, bool decisive, Evaluation run)
    {
        var known = true;
        var items = ((Value.List)list).Items;
        run.Step(items.Length);
        foreach (var item in items)
        {
            if (item is not Value.Boolean { Is: var holds }) known = false;
            else if (holds == decisive) return decisive;
        }
        return known ? !decisive : run.Fail("not-boolean", "null");
    }
}
