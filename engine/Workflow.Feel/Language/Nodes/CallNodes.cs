using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Workflow.Feel.Functions;

namespace Workflow.Feel.Language;

/// <summary>Room for a few arguments without an allocation; no built-in has more parameters (<c>date and time</c> has the most).</summary>
[InlineArray(Length)]
internal struct FewValues
{
    public const int Length = 7;
    private Value first;
}

/// <summary>A call of something whose name says nothing before it is evaluated (10.3.2.13).</summary>
/// <param name="names">names of the arguments, or empty when they go by position</param>
internal sealed class CallNode(int at, Node callee, ImmutableArray<Node> arguments, ImmutableArray<string> names) : Node(at, [callee, .. arguments])
{
    public override Value Evaluate(Value[] frame, Evaluation run)
    {
        run.Step();
        if (callee.Evaluate(frame, run) is not Value.Function function) return run.Fail(At, "not-a-function");
        var values = new Value[arguments.Length];
        for (var i = 0; i < values.Length; i++) values[i] = arguments[i].Evaluate(frame, run);
        return Calls.Call(function, values, names, At, run);
    }
}

/// <summary>A call of a built-in function, known by its name.</summary>
internal sealed class BuiltinCallNode(int at, Builtin builtin, ImmutableArray<Node> arguments, ImmutableArray<string> names) : Node(at, arguments.AsSpan())
{
    public Builtin Builtin { get; } = builtin;

    public ImmutableArray<Node> Arguments { get; } = arguments;

    public override FeelType Type { get; } = builtin.Signatures.Select(s => s.Result).Distinct().ToList() is [var only] ? only : FeelType.Any;

    public override Value Evaluate(Value[] frame, Evaluation run)
    {
        run.Step();
        if (Arguments.Length > FewValues.Length) return Call(new Value[Arguments.Length], frame, run);
        FewValues few = default;
        return Call(((Span<Value>)few)[..Arguments.Length], frame, run);
    }

    private Value Call(Span<Value> values, Value[] frame, Evaluation run)
    {
        for (var i = 0; i < values.Length; i++) values[i] = Arguments[i].Evaluate(frame, run);
        return Calls.Call(Builtin, values, names, At, run);
    }
}

internal static class Calls
{
    public static Value Call(Builtin builtin, Span<Value> given, ImmutableArray<string> names, int at, Evaluation run)
    {
        // What fits as it is goes before what must be converted: min([1]) is not min of one list.
        foreach (var convert in (ReadOnlySpan<bool>)[false, true])
        {
            foreach (var signature in builtin.Signatures)
            {
                if (TryCall(signature, given, names, convert, at, run) is { } result) return result;
            }
        }
        foreach (var value in given)
        {
            if (value is Value.NullValue) return run.Fail(at, "argument-null", builtin.Name);
        }
        return run.Fail(at, "arguments-do-not-fit", builtin.Name, string.Join(", ", given.ToArray().Select(Kind.Of)));
    }

    private static Value? TryCall(Signature signature, ReadOnlySpan<Value> given, ImmutableArray<string> names, bool convert, int at, Evaluation run)
    {
        var count = signature.Parameters.Length;
        if (signature.Variadic ? given.Length < count || !names.IsEmpty : given.Length != count) return null;
        if (count > FewValues.Length) return null;
        FewValues few = default;
        Span<Value> values = ((Span<Value>)few)[..count];
        var single = signature.Variadic ? count - 1 : count;
        for (var i = 0; i < single; i++)
        {
            var (name, type) = (signature.Parameters[i].Name, signature.Parameters[i].Type);
            var place = names.IsEmpty ? i : names.IndexOf(name, StringComparer.Ordinal);
            if (place < 0 || Fit(type, given[place], signature.Nullable, convert, run) is not { } fits) return null;
            values[i] = fits;
        }
        if (signature.Variadic)
        {
            var rest = ImmutableArray.CreateBuilder<Value>(given.Length - single);
            foreach (var value in given[single..])
            {
                if (Fit(signature.Parameters[single].Type, value, signature.Nullable, convert, run) is not { } fits) return null;
                rest.Add(fits);
            }
            run.Make(rest.Count);
            values[single] = new Value.List(rest.MoveToImmutable());
        }
        foreach (var value in values) run.Walk(value);
        run.At = at;
        return run.Hold(signature.Body(values, run));
    }

    private static Value? Fit(FeelType type, Value value, bool nullable, bool convert, Evaluation run)
    {
        if (type == FeelType.Any) return value;
        if (value is Value.NullValue) return nullable ? value : null;
        if (type.Contains(value, run)) return value;
        // A list of one null is converted to null, which fits no better than null itself.
        return convert && type.Convert(value, run) is { } converted && (nullable || converted is not Value.NullValue) ? converted : null;
    }

    public static Value Call(Value.Function function, ReadOnlySpan<Value> given, ImmutableArray<string> names, int at, Evaluation run)
    {
        if (function is BuiltinValue builtin) return Call(builtin.Builtin, given.ToArray(), names, at, run);
        var parameters = function.Parameters;
        if (given.Length != parameters.Length) return run.Fail(at, "argument-count", $"{parameters.Length}", $"{given.Length}");
        var values = new Value[parameters.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var place = names.IsEmpty ? i : names.IndexOf(parameters[i].Name, StringComparer.Ordinal);
            if (place < 0) return run.Fail(at, "no-such-parameter", parameters[i].Name);
            // An argument of another type is null to the function, not an end of everything (10.3.2.13.2).
            values[i] = parameters[i].Type.Convert(given[place], run) ?? run.Fail(at, "argument-type", parameters[i].Name, parameters[i].Type.ToString()!, Kind.Of(given[place]));
            if (values[i] is Value.NullValue && given[place] is not Value.NullValue) return Value.Null;
        }
        run.At = at;
        return function.Invoke(values, run);
    }
}

/// <summary>A built-in function as a value, for example handed to <c>sort</c>.</summary>
internal sealed record BuiltinValue(Builtin Builtin) : Value.Function
{
    private Signature First => Builtin.Signatures[0];

    public override ImmutableArray<Parameter> Parameters => First.Parameters;

    public override FeelType Result => First.Result;

    internal override Value Invoke(ReadOnlySpan<Value> arguments, Evaluation run) => Calls.Call(Builtin, arguments.ToArray(), [], run.At, run);
}

/// <summary><c>function(a, b) …</c> (rule 55): a body with a frame of its own, and what it captures from around.</summary>
internal sealed class FunctionNode(int at, ImmutableArray<Parameter> parameters, ImmutableArray<int> slots, Scope scope, Node body) : Node(at, body)
{
    // The captures are complete only after the body is parsed, which is when this is made.
    private readonly (int Outside, int Inside)[] captures = [.. scope.Captures];

    public ImmutableArray<Parameter> Parameters => parameters;

    public ImmutableArray<int> Slots => slots;

    public Node Body => body;

    public int FrameSize => scope.Layout.Size;

    public override FeelType Type { get; } = new FeelType.FunctionOf([.. parameters.Select(p => p.Type)], body.Type);

    public override Value Evaluate(Value[] frame, Evaluation run)
    {
        run.Step();
        run.Make(captures.Length + 1);
        var captured = new (int Slot, int From, Value Value)[captures.Length];
        for (var i = 0; i < captures.Length; i++) captured[i] = (captures[i].Inside, captures[i].Outside, frame[captures[i].Outside]);
        return new Closure(this, captured);
    }
}

internal sealed record Closure(FunctionNode Node, (int Slot, int From, Value Value)[] Captured) : Value.Function
{
    public override ImmutableArray<Parameter> Parameters => Node.Parameters;

    public override FeelType Result => Node.Body.Type;

    /// <summary>Called once by the context that names the function, so that it can call itself.</summary>
    public void KnowItself(int slot)
    {
        for (var i = 0; i < Captured.Length; i++)
        {
            if (Captured[i].From == slot) Captured[i].Value = this;
        }
    }

    internal override Value Invoke(ReadOnlySpan<Value> arguments, Evaluation run)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        run.Step();
        var frame = new Value[Node.FrameSize];
        foreach (var (slot, _, value) in Captured) frame[slot] = value;
        for (var i = 0; i < Node.Slots.Length; i++) frame[Node.Slots[i]] = arguments[i];
        run.Enter(Node.Body.Height);
        var result = Node.Body.Evaluate(frame, run);
        run.Leave(Node.Body.Height);
        return result;
    }

    public bool Equals(Closure? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
