using Xunit;

namespace Workflow.Feel.Tests.Functions;

public class LogicFunctionsTests
{
    [Theory]
    [InlineData("not(true)", "false")]
    [InlineData("not(negand: false)", "true")]
    [InlineData("not(null)", "null")]
    [InlineData("not(1)", "null")]
    [InlineData("all([true, null, false])", "false")]
    [InlineData("all([true, null])", "null")]
    [InlineData("all([])", "true")]
    [InlineData("all(true, true)", "true")]
    [InlineData("all(true, null, false)", "false")]
    [InlineData("all([true, 1])", "null")]
    [InlineData("all(null)", "null")]
    [InlineData("all(list: false)", "false")]
    [InlineData("any([false, null, true])", "true")]
    [InlineData("any([false, null])", "null")]
    [InlineData("any([])", "false")]
    [InlineData("any(false, true)", "true")]
    [InlineData("any(0)", "null")]
    [InlineData("is(1, 1.0)", "true")]
    [InlineData("is(1, \"1\")", "false")]
    [InlineData("is(null, null)", "true")]
    [InlineData("is(null, 1)", "false")]
    [InlineData("is([1, {a: 2}], [1, {a: 2}])", "true")]
    [InlineData("is(date(\"2012-12-25\"), time(\"23:00:50\"))", "false")]
    [InlineData("is(@\"2012-12-25\", @\"2012-12-25\")", "true")]
    [InlineData("is(@\"2012-12-25\", @\"2012-12-25T00:00:00\")", "false")]
    [InlineData("is(@\"23:00:50z\", @\"23:00:50\")", "false")]
    [InlineData("is(@\"23:00:50z\", @\"23:00:50+00:00\")", "true")]
    // The same moment, but not the same element of the domain.
    [InlineData("is(@\"23:00:50z\", @\"00:00:50+01:00\")", "false")]
    [InlineData("is(@\"2020-06-01T12:00:00@Europe/Paris\", @\"2020-06-01T12:00:00+02:00\")", "false")]
    [InlineData("is(@\"P1D\", @\"PT24H\")", "true")]
    [InlineData("is(@\"P1Y\", @\"P12M\")", "true")]
    public void A_question_of_truth_is_answered(string source, string expected) => Assert.Equal(expected, Feel.Of(source));
}
