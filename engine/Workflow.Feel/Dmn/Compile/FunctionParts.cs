using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Workflow.Feel.Language;

namespace Workflow.Feel.Dmn;

/// <summary>A business knowledge model or a decision service: its value is a function.</summary>
internal abstract class FunctionPart : Part
{
    protected FunctionPart(Unit unit, DrgElement element, InformationItem? variable, int index) : base(unit, element, variable, index) => Function = new(this);

    public PartFunction Function { get; }

    public ImmutableArray<Parameter> Parameters { get; set; } = [];

    public FeelType Result { get; set; } = FeelType.Any;

    public override Value ValueIn(Value?[] values) => Function;

    /// <param name="more">what a caller from outside passes beyond the parameters</param>
    public abstract Value Invoke(ReadOnlySpan<Value> arguments, Value.Context more, Evaluation run);

    protected Value Typed(Value value, Evaluation run) => Result.Takes(value, run) ? value
        : Result.Convert(value, run) ?? run.Fail("result-type", Name, Result.ToString()!, Kind.Of(value));
}

internal sealed record PartFunction(FunctionPart Part) : Value.Function
{
    public override ImmutableArray<Parameter> Parameters => Part.Parameters;

    public override FeelType Result => Part.Result;

    internal override Value Invoke(ReadOnlySpan<Value> arguments, Evaluation run)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        run.Step();
        return Part.Invoke(arguments, Value.Context.Empty, run);
    }

    public bool Equals(PartFunction? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}

internal sealed class KnowledgePart(Unit unit, BusinessKnowledgeModel knowledge, int index) : FunctionPart(unit, knowledge, knowledge.Variable, index)
{
    public Logic? Logic { get; set; }

    public override Value Invoke(ReadOnlySpan<Value> arguments, Value.Context more, Evaluation run)
    {
        if (Logic is null) return Value.Null;
        run.Make(Logic.Layout.Size);
        var frame = Logic.Frame([]);
        foreach (var (slot, parameter) in Logic.Parameters) frame[slot] = arguments[parameter];
        run.Trace?.Begin(this);
        run.Enter(Logic.Root.Height);
        var value = Typed(Logic.Root.Evaluate(frame, run), run);
        run.Leave(Logic.Root.Height);
        run.Trace?.End(value);
        return value;
    }
}

/// <summary>Evaluates its output decisions apart from the evaluation that calls it: what it gets as arguments is all it knows (10.4).</summary>
internal sealed class ServicePart(Unit unit, DecisionService service, int index) : FunctionPart(unit, service, service.Variable, index)
{
    private Part[]? plan;

    /// <summary>Input decisions and input data, in the order of the parameters.</summary>
    public List<Part> Given { get; } = [];

    public List<DecisionPart> Outputs { get; } = [];

    /// <summary>Values of one evaluation in all.</summary>
    public int Count { get; set; }

    public override Value Invoke(ReadOnlySpan<Value> arguments, Value.Context more, Evaluation run)
    {
        var order = plan ??= DecisionPart.PlanFor(Outputs, Given.ToHashSet());
        run.Make(Count);
        var values = new Value?[Count];
        for (var i = 0; i < Given.Count; i++) values[Given[i].Index] = arguments[i];
        run.Enter(1);
        DecisionPart.Run(order, values, more, run);
        run.Leave(1);
        if (Outputs.Count == 1) return Typed(Outputs[0].ValueIn(values), run);
        return Typed(Value.Context.Of(Outputs.Select(o => KeyValuePair.Create(o.Name, o.ValueIn(values)))), run);
    }
}
