using Workflow.Core.Bpmn;
using Workflow.Core.Catalog;
using Workflow.Feel;

namespace Workflow.Core.Cases.Rehearsals;

/// <summary>
/// Answers for a sample case: each field that is asked gets one that its form allows, chosen so that as many service items
/// as possible apply and the rehearsal meets as much of the definition as it can.
/// </summary>
public static class SampleAnswers
{
    private const decimal MostUsual = 10_000;

    public static Value.Context For(Pinned pinned, DateTimeOffset now)
    {
        var answers = Value.Context.Empty;
        foreach (var field in pinned.JointItem.Form)
        {
            if (!IsAsked(field, answers, pinned.Around(now))) continue;
            var best = Candidates(field).Select(value => answers.With(field.Name, value)).MaxBy(next => Applying(pinned, next, now));
            if (best is not null) answers = best;
        }
        return answers;
    }

    private static int Applying(Pinned pinned, Value.Context answers, DateTimeOffset now) => pinned.JointItem.Items.Count(item => pinned.Applies(item, answers, now));

    /// <summary>As the form is filled in: a condition sees the answers before it.</summary>
    private static bool IsAsked(FormField field, Value.Context before, Flow.Surroundings around) => field.AskedWhen is not { } source
        || (FeelSource.TryParse(source, out var when, out _) && around.Evaluate(when, before.With("application", before)) is Value.Boolean { Is: true });

    // Of equally good ones the first is taken, so the usual ones come first.
    private static IEnumerable<Value> Candidates(FormField field) => field.Type switch
    {
        FieldType.Boolean => [true, false],
        FieldType.Choice => field.Choices.Select(choice => (Value)choice.Value),
        FieldType.Integer or FieldType.Number => Numbers(field).Distinct().Select(number => (Value)number),
        FieldType.Date => [new Value.Date(new DateOnly(2026, 1, 5))],
        _ => [new string('例', (int)Math.Clamp(field.Min ?? 2, 2, 200))],
    };

    private static IEnumerable<decimal> Numbers(FormField field)
    {
        var (min, max) = (field.Min ?? 0, field.Max ?? MostUsual);
        foreach (var number in (decimal[])[Math.Min(max, MostUsual), 500, 100, 50, 10, 1, min, max])
            if (number >= min && number <= max) yield return field.Type == FieldType.Integer ? decimal.Truncate(number) : number;
    }
}
