using System.Collections.Immutable;
using Workflow.Feel;

namespace Workflow.Core.Bpmn;

/// <summary>One way that data takes: an expression's value goes under a name (BPMN 2.0, clause 10.4.2, data associations with transformation or assignments).</summary>
/// <param name="Target">where the value goes</param>
/// <param name="Value">what is evaluated</param>
public sealed record DataWay(string Target, Expression Value);

/// <summary>Which data an activity or event gets when it starts, and what is left of it when it is done.</summary>
/// <param name="Inputs">evaluated over the data around; what they give is known inside only</param>
/// <param name="Outputs">evaluated over the data around, the inputs and the result; when there is any, nothing else is written</param>
public sealed record DataMapping(ImmutableArray<DataWay> Inputs, ImmutableArray<DataWay> Outputs)
{
    public static readonly DataMapping None = new([], []);

    public bool IsEmpty => Inputs.IsEmpty && Outputs.IsEmpty;
}
