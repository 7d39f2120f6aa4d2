using System.ComponentModel.DataAnnotations;
using System.Text;
using Workflow.Server.Http;
using Xunit;

namespace Workflow.Server.Tests.Http;

public enum Colour { Red, DarkBlue }

public sealed record Inner([property: Range(1, 10)] int Size, Colour Colour = Colour.Red);

public sealed record Outer(
    [property: StringLength(5, MinimumLength = 2)] string Name, Inner Inner, [property: Length(0, 2)] IReadOnlyList<Inner>? List = null,
    DateOnly? Day = null, DateTimeOffset? At = null, bool Flag = true, decimal? Price = null, IReadOnlyDictionary<string, int>? Map = null,
    [property: RegularExpression("^[a-z]+$")] string? Word = null);

/// <summary>A typed body, or every field that is wrong.</summary>
public sealed class BodyTests
{
    private static (Outer? Value, string[] Errors) Read(string json)
    {
        var (value, problem) = Bodies.Read<Outer>(Encoding.UTF8.GetBytes(json));
        return (value, problem is null ? [] : problem.Errors.Count == 0 ? [problem.Code] : [.. problem.Errors.Select(e => $"{e.Path} {e.Code}")]);
    }

    [Fact]
    public void A_right_body_becomes_a_record_with_its_defaults()
    {
        var (value, errors) = Read("""{"name": "abc", "inner": {"size": 3, "colour": "darkBlue"}, "day": "2026-02-28", "list": [{"size": 1}], "map": {"a": 1}, "price": 1.50}""");
        Assert.Empty(errors);
        Assert.Equal(("abc", new Inner(3, Colour.DarkBlue), new DateOnly(2026, 2, 28), true, 1.50m), (value!.Name, value.Inner, value.Day, value.Flag, value.Price));
        Assert.Equal([new Inner(1)], value.List);
        Assert.Equal(1, value.Map!["a"]);
    }

    [Theory]
    [InlineData("""{"inner": {"size": 3}}""", "$.name field-required")]
    [InlineData("""{"name": null, "inner": {"size": 3}}""", "$.name field-required")]
    [InlineData("""{"name": "a", "inner": {"size": 3}}""", "$.name field-length")]
    [InlineData("""{"name": "abcdef", "inner": {"size": 3}}""", "$.name field-length")]
    [InlineData("""{"name": "abc", "inner": 3}""", "$.inner field-type")]
    [InlineData("""{"name": "abc", "inner": {"size": 11}}""", "$.inner.size field-range")]
    [InlineData("""{"name": "abc", "inner": {"size": 1.5}}""", "$.inner.size field-type")]
    [InlineData("""{"name": "abc", "inner": {"size": "3"}}""", "$.inner.size field-type")]
    [InlineData("""{"name": "abc", "inner": {"size": 3, "colour": "green"}}""", "$.inner.colour field-choice")]
    [InlineData("""{"name": "abc", "inner": {"size": 3, "more": 1}}""", "$.inner.more field-unknown")]
    [InlineData("""{"name": "abc", "inner": {"size": 3}, "list": [{"size": 1}, {"size": 99}]}""", "$.list[1].size field-range")]
    [InlineData("""{"name": "abc", "inner": {"size": 3}, "list": [1, 2, 3]}""", "$.list field-length")]
    [InlineData("""{"name": "abc", "inner": {"size": 3}, "day": "2026-02-29"}""", "$.day field-type")]
    [InlineData("""{"name": "abc", "inner": {"size": 3}, "at": "yesterday"}""", "$.at field-type")]
    [InlineData("""{"name": "abc", "inner": {"size": 3}, "word": "A1"}""", "$.word field-format")]
    [InlineData("""{"name": "abc", "inner": {"size": 3}, "word": ""}""", "$.word field-format")]
    [InlineData("""{"name": "abc", "inner": {"size": 3}, "map": {"a b": "x"}}""", "$.map['a b'] field-type")]
    [InlineData("""{"name": "abc", "name": "abd", "inner": {"size": 3}}""", "$.name json-duplicate-member")]
    [InlineData("""{"name": "a\u0000c", "inner": {"size": 3}}""", "$.name json-nul")]
    [InlineData("[]", "$ field-type")]
    [InlineData("", "body-required")]
    [InlineData("{", "json-malformed")]
    public void A_wrong_body_names_its_field(string json, string error) => Assert.Equal([error], Read(json).Errors);

    [Fact]
    public void All_wrong_fields_are_named_at_once() =>
        Assert.Equal(["$.flag field-type", "$.x field-unknown", "$.name field-required", "$.inner field-required"], Read("""{"flag": 1, "x": 1}""").Errors);

    [Fact]
    public void An_answer_stays_small_however_much_is_wrong() =>
        Assert.InRange(Read($$"""{"map": { {{string.Join(',', Enumerable.Range(0, 900).Select(i => $"\"k{i}\": null"))}} } }""").Errors.Length, 1, 110);
}
