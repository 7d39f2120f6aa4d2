namespace Workflow.Feel.Language;

/// <summary>What can be wrong in a text that should be FEEL, each with its words. "{0}" is what was found there.</summary>
internal sealed record ParseProblem(string Code, string En, string Zh)
{
    public static readonly ParseProblem Empty = new("empty", "there is no expression", "没有表达式");
    public static readonly ParseProblem TooLong = new("too-long", $"more than {Expression.MaxLength} characters", $"超过 {Expression.MaxLength} 个字符");
    public static readonly ParseProblem TooDeep = new("too-deep", $"nested or chained more than {Expression.MaxDepth} deep", $"嵌套或串联超过 {Expression.MaxDepth} 层");
    public static readonly ParseProblem UnterminatedString = new("unterminated-string", "the closing quotation mark is missing", "缺少右引号");
    public static readonly ParseProblem UnterminatedComment = new("unterminated-comment", "the comment's end */ is missing", "注释缺少结束符 */");
    public static readonly ParseProblem BadEscape = new("bad-escape", "\\u takes 4 and \\U 6 hexadecimal digits of a Unicode character", "\\u 后须为 4 位、\\U 后须为 6 位十六进制 Unicode 字符编码");
    public static readonly ParseProblem NumberOutOfRange = new("number-out-of-range", "the number {0} is too large", "数字 {0} 过大");
    public static readonly ParseProblem UnexpectedToken = new("unexpected-token", "'{0}' is not expected here", "此处不应出现“{0}”");
    public static readonly ParseProblem UnexpectedCharacter = new("unexpected-character", "'{0}' has no meaning here", "“{0}”在此处没有意义");
    public static readonly ParseProblem UnexpectedEnd = new("unexpected-end", "the expression ends too early", "表达式不完整");
    public static readonly ParseProblem UnknownFunction = new("unknown-function", "there is no function '{0}'", "没有名为“{0}”的函数");
    public static readonly ParseProblem WrongArguments = new("wrong-argument-count", "'{0}' does not take these arguments", "函数“{0}”的参数个数或名称不符");
    public static readonly ParseProblem UnknownType = new("unknown-type", "there is no type '{0}'", "没有名为“{0}”的类型");
    public static readonly ParseProblem NameExpected = new("name-expected", "a name is expected, not '{0}'", "此处应为名称，而不是“{0}”");
    public static readonly ParseProblem External = new("external-function", "an external function cannot run here", "此处不能运行外部函数");
    public static readonly ParseProblem MixedArguments = new("mixed-arguments", "arguments are either all named or none is", "参数要么全部带名称，要么全部不带");
}

/// <summary>Stops parsing inside the parser only; never leaves the library.</summary>
internal sealed class ParseFailure(FeelError error) : Exception
{
    public FeelError Error { get; } = error;

    public static ParseFailure At(string source, int at, ParseProblem problem, string found = "")
    {
        var before = source.AsSpan(0, at);
        var lineStart = before.LastIndexOf('\n') + 1;
        return new(new FeelError(problem.Code, problem.En.Replace("{0}", found, StringComparison.Ordinal), problem.Zh.Replace("{0}", found, StringComparison.Ordinal),
            before.Count('\n') + 1, at - lineStart + 1));
    }
}
