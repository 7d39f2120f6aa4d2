using Workflow.Contracts.Catalog;
using Workflow.Core.Bpmn;
using Workflow.Server.Http;

namespace Workflow.Server.Catalog;

/// <summary>What was found in a model, in the language asked for.</summary>
internal static class Findings
{
    private const int ErrorsMax = 100;

    public static IReadOnlyList<FindingAnswer> Answers(HttpRequest request, IEnumerable<Finding> findings)
    {
        var english = Http.Messages.PrefersEnglish(request);
        return [.. findings.Select(f => new FindingAnswer(Words.Of(f.Severity), f.Code, f.Element, english ? f.En : f.Zh, FindingRules.Of(f.Code, english), f.Line))];
    }

    /// <summary>422 with each error and its element.</summary>
    public static Problem Refusal(HttpRequest request, IEnumerable<Finding> errors)
    {
        var english = Http.Messages.PrefersEnglish(request);
        return new Problem(StatusCodes.Status422UnprocessableEntity, "definition-invalid", errors: [.. errors.Take(ErrorsMax).Select(f => ErrorOf(f, english))]);
    }

    private static FieldError ErrorOf(Finding finding, bool english) => new(finding.Element is null ? "$" : "#" + finding.Element, finding.Code)
    {
        Text = finding.Line is not { } line ? english ? finding.En : finding.Zh
            : english ? $"{finding.En} (line {line})" : $"{finding.Zh}（第 {line} 行）",
    };
}
