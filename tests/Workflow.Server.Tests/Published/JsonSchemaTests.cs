using System.Text.Json.Nodes;
using Workflow.Testing;
using Xunit;

namespace Workflow.Server.Tests.Published;

/// <summary>The schema validator of the tests: each keyword takes what it should and refuses what it should.</summary>
public sealed class JsonSchemaTests
{
    [Theory]
    [InlineData("true", "1", "")]
    [InlineData("""{"type":"integer"}""", "1.0", "1.5")]
    [InlineData("""{"type":["string","null"]}""", "null", "1")]
    [InlineData("""{"type":"boolean"}""", "false", "\"false\"")]
    [InlineData("""{"enum":[1,"a",{"b":[2]}]}""", """{"b":[2.0]}""", """{"b":[3]}""")]
    [InlineData("""{"const":null}""", "null", "0")]
    [InlineData("""{"minimum":2,"exclusiveMaximum":3}""", "2", "3")]
    [InlineData("""{"multipleOf":0.1}""", "0.3", "0.25")]
    [InlineData("""{"minLength":2,"maxLength":2}""", "\"𠮷𠮷\"", "\"𠮷\"")]
    [InlineData("""{"pattern":"^a+$"}""", "\"aa\"", "\"ab\"")]
    [InlineData("""{"pattern":"^a+$"}""", "7", "\"b\"")]
    [InlineData("""{"format":"date-time"}""", "\"2026-01-01T00:00:00Z\"", "\"yesterday\"")]
    [InlineData("""{"format":"uri"}""", "\"urn:a:b\"", "\"a b\"")]
    [InlineData("""{"format":"uri-reference"}""", "\"/a#b\"", "\"a b\"")]
    [InlineData("""{"format":"email"}""", "\"a@b\"", "\"a\"")]
    [InlineData("""{"format":"regex"}""", "\"a|b\"", "\"(\"")]
    [InlineData("""{"required":["a"]}""", """{"a":null}""", "{}")]
    [InlineData("""{"properties":{"a":{"type":"string"}}}""", """{"b":1}""", """{"a":1}""")]
    [InlineData("""{"properties":{"a":true},"patternProperties":{"^x-":true},"additionalProperties":false}""", """{"a":1,"x-b":2}""", """{"c":3}""")]
    [InlineData("""{"additionalProperties":{"type":"integer"}}""", """{"c":3}""", """{"c":"3"}""")]
    [InlineData("""{"propertyNames":{"maxLength":1}}""", """{"a":1}""", """{"ab":1}""")]
    [InlineData("""{"minProperties":1,"maxProperties":1}""", """{"a":1}""", "{}")]
    [InlineData("""{"dependencies":{"a":["b"]}}""", """{"a":1,"b":2}""", """{"a":1}""")]
    [InlineData("""{"dependencies":{"a":{"required":["c"]}}}""", """{"b":1}""", """{"a":1}""")]
    [InlineData("""{"items":{"type":"integer"}}""", "[1,2]", "[1,\"2\"]")]
    [InlineData("""{"items":[{"type":"integer"}],"additionalItems":false}""", "[1]", "[1,2]")]
    [InlineData("""{"minItems":1,"maxItems":2}""", "[1]", "[]")]
    [InlineData("""{"uniqueItems":true}""", "[1,\"1\"]", "[1,1.0]")]
    [InlineData("""{"contains":{"const":3}}""", "[1,3]", "[1,2]")]
    [InlineData("""{"allOf":[{"minimum":1},{"maximum":2}]}""", "2", "3")]
    [InlineData("""{"anyOf":[{"minimum":5},{"type":"string"}]}""", "\"a\"", "3")]
    [InlineData("""{"oneOf":[{"minimum":1},{"maximum":2}]}""", "3", "2")]
    [InlineData("""{"not":{"type":"null"}}""", "1", "null")]
    [InlineData("""{"if":{"type":"string"},"then":{"minLength":2},"else":{"minimum":2}}""", "\"ab\"", "1")]
    [InlineData("""{"$ref":"#/definitions/a~1b","definitions":{"a/b":{"type":"null"}},"type":"string"}""", "null", "\"a\"")]
    [InlineData("""{"$id":"http://x/a.json","allOf":[{"$ref":"b.json"}],"definitions":{"other":{"$id":"http://x/b.json","$ref":"#/definitions/n","definitions":{"n":{"type":"null"}}}}}""", "null", "1")]
    [InlineData("""{"type":"object","properties":{"next":{"$ref":"#"}}}""", """{"next":{"next":{}}}""", """{"next":{"next":1}}""")]
    public void A_keyword_takes_what_adheres_and_refuses_what_does_not(string schema, string right, string wrong)
    {
        Assert.Empty(JsonSchema.Parse(schema).ErrorsOf(JsonNode.Parse(right)));
        if (wrong.Length > 0) Assert.NotEmpty(JsonSchema.Parse(schema).ErrorsOf(JsonNode.Parse(wrong)));
    }

    [Fact]
    public void It_says_where_and_by_which_keyword() =>
        Assert.Equal(["/a/0/b type", "/a/1 required b"], JsonSchema.Parse("""{"properties":{"a":{"items":{"required":["b"],"properties":{"b":{"type":"string"}}}}}}""")
            .ErrorsOf(JsonNode.Parse("""{"a":[{"b":1},{}]}""")));

    [Fact]
    public void A_schema_that_means_nothing_throws_instead_of_taking_everything()
    {
        Assert.Throws<InvalidOperationException>(() => JsonSchema.Parse("""{"$ref":"#/definitions/none"}""").ErrorsOf(null));
        Assert.Throws<InvalidOperationException>(() => JsonSchema.Parse("""{"$ref":"http://elsewhere/x.json"}""").ErrorsOf(null));
        Assert.Throws<InvalidOperationException>(() => JsonSchema.Parse("""{"type":"text"}""").ErrorsOf(JsonNode.Parse("1")));
        Assert.Throws<InvalidOperationException>(() => JsonSchema.Parse("""{"$ref":"#"}""").ErrorsOf(null));
    }
}
