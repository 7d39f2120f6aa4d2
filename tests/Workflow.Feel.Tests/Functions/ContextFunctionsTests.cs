using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Workflow.Feel.Tests.Functions;

public class ContextFunctionsTests
{
    [Theory]
    [InlineData("get value({a: 1}, \"a\")", "1")]
    [InlineData("get value({a: 1}, \"b\")", "null")]
    [InlineData("get value({a: 1}, null)", "null")]
    [InlineData("get value(null, \"a\")", "null")]
    [InlineData("get value(key: \"a\", m: {a: 1})", "1")]
    [InlineData("get value({a: {b: 1}}, [\"a\", \"b\"])", "1")]
    [InlineData("get value({a: 1}, [\"a\", \"b\"])", "null")]
    [InlineData("get value({a: 1}, [])", "null")]
    [InlineData("get value({a: 1}, [\"a\", null])", "null")]
    [InlineData("get entries({a: 1, b: null})", "[{key: \"a\", value: 1}, {key: \"b\", value: null}]")]
    [InlineData("get entries({})", "[]")]
    [InlineData("get entries([{a: 1}])", "[{key: \"a\", value: 1}]")]
    [InlineData("context([{key: \"a\", value: 1}, {key: \"b\", value: 2}])", "{a: 1, b: 2}")]
    [InlineData("context([{key: \"a\", value: 1}, {key: \"a\", value: 2}])", "null")]
    [InlineData("context([{key: \"a\"}])", "null")]
    [InlineData("context([{key: 1, value: 1}])", "null")]
    [InlineData("context([{key: \"a\", value: 1}, null])", "null")]
    [InlineData("context([])", "{}")]
    [InlineData("context put({a: 1}, \"b\", 2)", "{a: 1, b: 2}")]
    [InlineData("context put({a: 1, b: 2}, \"a\", null)", "{a: null, b: 2}")]
    [InlineData("context put({a: {b: 1}, c: 2}, [\"a\", \"b\"], 3)", "{a: {b: 3}, c: 2}")]
    [InlineData("context put({a: {b: 1}}, [\"a\", \"c\"], 3)", "{a: {b: 1, c: 3}}")]
    [InlineData("context put({a: 1}, [\"a\", \"b\"], 3)", "null")]
    [InlineData("context put({}, [\"a\", \"b\"], 3)", "null")]
    [InlineData("context put({}, [], 3)", "null")]
    [InlineData("context put({}, [\"a\", null], 3)", "null")]
    [InlineData("context put(value: 3, keys: [\"a\"], context: {})", "{a: 3}")]
    [InlineData("context merge([{a: 1, b: 2}, {b: 3, c: 4}])", "{a: 1, b: 3, c: 4}")]
    [InlineData("context merge({a: 1})", "{a: 1}")]
    [InlineData("context merge([])", "{}")]
    [InlineData("context merge([{a: 1}, null])", "null")]
    public void A_context_function_answers(string source, string expected) => Assert.Equal(expected, Feel.Of(source));

    [Fact]
    public void A_context_is_its_entries() =>
        Prop.ForAll(Gen.Elements("a", "b", "a b", "\"", "").ListOf().ToArbitrary(), names =>
        {
            var context = Value.Context.Of(names.Select((n, i) => KeyValuePair.Create(n, (Value)i)));
            var run = new Evaluation();
            var all = Value.Context.Empty.With("c", context);
            Assert.Equal(context, Feel.Evaluate("context(get entries(c))", all, run));
            Assert.Equal(context, Feel.Evaluate("context merge(for e in get entries(c) return context put({}, e.key, e.value))", all, run));
            Assert.Equal(true, Feel.Evaluate("every e in get entries(c) satisfies get value(c, e.key) = e.value", all, run));
        }).QuickCheckThrowOnFailure();
}
