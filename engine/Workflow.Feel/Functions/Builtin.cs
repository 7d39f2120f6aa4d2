using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Workflow.Feel.Functions;

/// <param name="arguments">as many as the signature has parameters, checked and converted to their types</param>
internal delegate Value BuiltinBody(ReadOnlySpan<Value> arguments, Evaluation run);

/// <summary>One way to call a built-in function (DMN 1.5, 10.3.4); what may be left out makes another signature.</summary>
/// <param name="Variadic">the last parameter takes one argument or more, handed over as one list, as in <c>max(1, 2, 3)</c></param>
/// <param name="Nullable">null is a value for its typed parameters too; otherwise a null there makes the result null with an error before the body is asked. A parameter of type Any always takes null</param>
internal sealed record Signature(ImmutableArray<Parameter> Parameters, FeelType Result, BuiltinBody Body, bool Variadic = false, bool Nullable = false)
{
    public static Signature Of(FeelType result, BuiltinBody body, params ReadOnlySpan<(string Name, FeelType Type)> parameters)
    {
        var list = ImmutableArray.CreateBuilder<Parameter>(parameters.Length);
        foreach (var (name, type) in parameters) list.Add(new(name, type));
        return new(list.MoveToImmutable(), result, body);
    }
}

/// <param name="Signatures">tried in this order: the first that fits number, names and types of the arguments</param>
internal sealed record Builtin(string Name, params ImmutableArray<Signature> Signatures);

/// <summary>All functions of the standard and ours, by name.</summary>
internal static class Builtins
{
    // One line for each file of this folder.
    private static readonly FrozenDictionary<string, Builtin> All = ((IEnumerable<Builtin>)
    [
        .. TemporalFunctions.All,
        .. WorkingDayFunctions.All,
        .. NumberFunctions.All,
        .. StatisticFunctions.All,
        .. TextFunctions.All,
        .. LogicFunctions.All,
        .. ListFunctions.All,
        .. ContextFunctions.All,
        .. RangeFunctions.All,
        .. ConversionFunctions.All,
    ]).ToFrozenDictionary(b => b.Name, StringComparer.Ordinal);

    public static IEnumerable<string> Names => All.Keys;

    /// <summary>Words in the longest name.</summary>
    public static int MostWords { get; } = All.Count == 0 ? 1 : All.Keys.Max(name => name.Count(c => c == ' ') + 1);

    /// <summary>Whose answer depends on what the caller passes besides the arguments.</summary>
    public static bool AsksTheCaller(string name) => name is "now" or "today" or "add working days" or "working days between" or "is working day";

    public static Builtin? Find(string name) => All.GetValueOrDefault(name);
}
