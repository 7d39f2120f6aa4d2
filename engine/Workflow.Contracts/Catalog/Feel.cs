using System.ComponentModel.DataAnnotations;

namespace Workflow.Contracts.Catalog;

/// <summary>Reads one FEEL expression, as an editor does while it is typed: POST /api/feel/check. Nothing is evaluated or stored.</summary>
/// <param name="Expression">without the "=" that marks an expression in BPMN</param>
/// <param name="Kind">"expression", the default, or "unary-tests" as in a cell of a decision table</param>
public sealed record FeelCheckRequest(
    [property: StringLength(20_000, MinimumLength = 1)] string Expression, [property: RegularExpression("^(expression|unary-tests)$")] string Kind = "expression");

/// <param name="Error">null when it can be read</param>
public sealed record FeelCheckAnswer(FeelErrorAnswer? Error);

/// <param name="Message">in the language asked for (Accept-Language)</param>
/// <param name="Line">from 1</param>
/// <param name="Column">from 1</param>
public sealed record FeelErrorAnswer(string Code, string Message, int Line, int Column);
