using System.Globalization;

namespace Workflow.Feel.Dmn.Testing;

/// <summary>The words of what is wrong with a file of tests, and of a test that did not pass.</summary>
public static class DmnTestTexts
{
    /// <summary>A finding in Chinese, with its place.</summary>
    public static string Zh(DmnFinding finding) => $"{finding.Line} 行 {finding.Column} 列：{(finding.Element is { } id ? $"用例 {id}：" : "")}{Fill(Words(finding.Code).Zh, finding.Arguments)}";

    /// <summary>A finding in English, with its place.</summary>
    public static string En(DmnFinding finding) => $"line {finding.Line}, column {finding.Column}: {(finding.Element is { } id ? $"case {id}: " : "")}{Fill(Words(finding.Code).En, finding.Arguments)}";

    /// <summary>A result in Chinese.</summary>
    public static string Zh(DmnTestResult result) => $"用例 {result.Case.Id}，{result.Node.Name}：" + result.Code switch
    {
        null => "通过",
        "unknown-invocable" => $"模型中没有“{result.Case.InvocableName ?? result.Node.Name}”",
        "evaluation-given-up" => "计算超出限额，已中止",
        "error-expected" => "应报告错误，但没有报告",
        _ => $"应为 {FeelText.Of(result.Expected)}，实为 {FeelText.Of(result.Actual)}",
    };

    /// <summary>A result in English.</summary>
    public static string En(DmnTestResult result) => $"case {result.Case.Id}, {result.Node.Name}: " + result.Code switch
    {
        null => "passed",
        "unknown-invocable" => $"the model has no '{result.Case.InvocableName ?? result.Node.Name}'",
        "evaluation-given-up" => "the evaluation went beyond its budget and was given up",
        "error-expected" => "an error should have been reported, and was not",
        _ => $"expected {FeelText.Of(result.Expected)}, got {FeelText.Of(result.Actual)}",
    };

    private static (string Zh, string En) Words(string code) => code switch
    {
        "test-file-too-long" => ("测试文件超过 {0} 个字符", "the file is longer than {0} characters"),
        "test-xml-malformed" => ("不是合法的 XML：{0}", "this is not XML: {0}"),
        "test-root-unknown" => ("根元素应为 testCases，而不是“{0}”", "the root element is '{0}', not testCases"),
        "test-cases-missing" => ("文件中没有测试用例", "the file holds no test case"),
        "test-kind-unknown" => ("type “{0}” 不是 decision、bkm 或 decisionService", "the type '{0}' is none of decision, bkm, decisionService"),
        "test-name-missing" => ("缺少属性 {0}", "the attribute {0} is missing"),
        "test-result-missing" => ("用例没有 resultNode", "the case has no resultNode"),
        "test-expected-missing" => ("resultNode 没有 expected", "the resultNode has no expected"),
        "test-too-deep" => ("列表与上下文嵌套超过 {0} 层", "lists and contexts stand inside each other more than {0} deep"),
        "test-value-missing" => ("{0} 中没有值", "there is no value in this {0}"),
        "test-value-ambiguous" => ("{0} 中应为一个 value、一个 list 或若干 component", "this {0} must hold one value, one list, or components"),
        "test-type-unknown" => ("类型“{0}”不受支持", "the type '{0}' is not supported"),
        "test-value-invalid" => ("“{0}”不是 {1} 的值", "'{0}' is no value of {1}"),
        _ => (code, code),
    };

    private static string Fill(string words, IReadOnlyList<string> arguments) => string.Format(CultureInfo.InvariantCulture, words, [.. arguments]);
}
