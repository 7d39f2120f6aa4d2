using System.Collections.Immutable;

namespace Workflow.Feel.Dmn.Testing;

/// <summary>Asks a model what a test asks, and compares.</summary>
internal static class DmnTestRunner
{
    public static IEnumerable<DmnTestResult> Run(DecisionModel model, DmnTestCase test, Func<Evaluation> run)
    {
        if (test.InvocableName is { } name) return Invoke(model, test, name, run);
        return test.Results.Select(node => Find(model, node.Name, InvocableKind.Decision) is { } decision
            ? Judge(test, node, Asked(run, evaluation => model.Evaluate(node.Name, Inputs(test, decision), evaluation)))
            : Unknown(test, node));
    }

    private static IEnumerable<DmnTestResult> Invoke(DecisionModel model, DmnTestCase test, string name, Func<Evaluation> run)
    {
        if (Find(model, name, test.Asks) is not { } invocable) return test.Results.Select(node => Unknown(test, node));
        var asked = Asked(run, evaluation => invocable.Kind == InvocableKind.Decision
            ? model.Evaluate(invocable.Name, Inputs(test, invocable), evaluation)
            : model.Invoke(invocable.Name, Inputs(test, invocable), evaluation));
        // Of a service with several output decisions each stands in the result under its own name (DMN 1.5, 10.4).
        var several = model.Definitions.Elements.OfType<DecisionService>().FirstOrDefault(s => s.Name == invocable.Name && invocable.Kind == InvocableKind.DecisionService)?.OutputDecisions.Length > 1;
        return test.Results.Select(node => Judge(test, node, several && asked.Outcome.Value is Value.Context outputs
            ? asked with { Outcome = asked.Outcome with { Value = outputs[node.Name] } } : asked));
    }

    private readonly record struct Answer(DecisionOutcome Outcome, string? Fault);

    private static Answer Asked(Func<Evaluation> run, Func<Evaluation, DecisionOutcome> ask)
    {
        var evaluation = run();
        var outcome = ask(evaluation);
        return new(outcome, evaluation.Fault);
    }

    private static Invocable? Find(DecisionModel model, string name, InvocableKind kind)
    {
        var found = model.Invocables.Where(i => i.Name == name || i.Id == name).ToList();
        return found.Find(i => i.Kind == kind) ?? found.FirstOrDefault();
    }

    private static Value.Context Inputs(DmnTestCase test, Invocable of) => Value.Context.Of(test.Inputs.Select(input =>
        KeyValuePair.Create(input.Key, input.Value.ToValue(of.Parameters.FirstOrDefault(p => p.Name == input.Key)?.Type ?? FeelType.Any))));

    private static DmnTestResult Judge(DmnTestCase test, DmnResultNode node, Answer answer)
    {
        var (outcome, fault) = answer;
        var code = fault is not null ? "evaluation-given-up"
            : !node.Expected.Matches(outcome.Value) ? "different-value"
            : node.IsError && !outcome.IsError ? "error-expected"
            : null;
        return new(test, node, code, node.Expected.Beside(outcome.Value), outcome.Value, outcome.IsError, outcome.Diagnostics);
    }

    private static DmnTestResult Unknown(DmnTestCase test, DmnResultNode node) =>
        new(test, node, "unknown-invocable", node.Expected.ToValue(FeelType.Any), Value.Null, false, []);
}
