using System.Text;
using System.Text.Json;
using Workflow.Postgres.Log;
using Xunit;

namespace Workflow.Postgres.Tests.Log;

/// <summary>RFC 8785: its own examples, and what PostgreSQL's jsonb does to a text.</summary>
public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("""{ "b" : 1, "a" : [ true , null ] }""", """{"a":[true,null],"b":1}""")]
    [InlineData("""{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"€$\nA'B\"\\\\\"/","literals":[null,true,false]}""",
        """{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\nA'B\"\\\\\"/"}""")]
    [InlineData("[100, 1e2, -0, 0.0, 9007199254740991, -9007199254740991]", "[100,100,0,0,9007199254740991,-9007199254740991]")]
    [InlineData("[1e21, 1e20, 123456789012345680000, 1e-6, 1e-7, 0.5, -12.75, 5e-324, 1.7976931348623157e308]",
        "[1e+21,100000000000000000000,123456789012345680000,0.000001,1e-7,0.5,-12.75,5e-324,1.7976931348623157e+308]")]
    [InlineData("\"\\u0001\\u001f\\b\\t\\n\\f\\r\\/\\u00e9\\ud83d\\ude00\"", "\"\\u0001\\u001f\\b\\t\\n\\f\\r/é😀\"")]
    [InlineData("""{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}""",
        "{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\ufb33\":3}")]
    public void The_same_value_has_one_text(string json, string canonical) =>
        Assert.Equal(canonical, Encoding.UTF8.GetString(CanonicalJson.Of(Encoding.UTF8.GetBytes(json))));

    [Fact]
    public void A_member_that_stands_twice_is_refused() =>
        Assert.ThrowsAny<JsonException>(() => CanonicalJson.Of("""{"a":1,"a":2}"""u8.ToArray()));
}
