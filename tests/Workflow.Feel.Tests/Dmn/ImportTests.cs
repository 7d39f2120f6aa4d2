using Workflow.Feel.Dmn;
using Xunit;

namespace Workflow.Feel.Tests.Dmn;

/// <summary>Models that use other models (DMN 1.5, 6.3.3).</summary>
public sealed class ImportTests
{
    private const string Kind = "https://www.omg.org/spec/DMN/20230324/MODEL/";

    private static string Import(string name, string space) => $"""<import name="{name}" namespace="{space}" importType="{Kind}"/>""";

    private static readonly string Lib = Drawn.Xml(
        """<itemDefinition name="tSize"><typeRef>number</typeRef><allowedValues><text>&lt; 100</text></allowedValues></itemDefinition>""" + Drawn.Input("who", "string")
        + Drawn.Decision("greeting", Drawn.Feel("\"Hello \" + who"), null, "i_who") + Drawn.Knowledge("twice", Drawn.Feel("x * 2"), "<formalParameter name=\"x\" typeRef=\"tSize\"/>"), "urn:lib");

    [Fact]
    public void Decisions_functions_and_types_of_an_import_are_called_by_its_name()
    {
        var model = Drawn.Model(Import("lib", "urn:lib") + Drawn.Input("n", "lib.tSize")
            + Drawn.Decision("d", Drawn.Feel("lib.greeting + \" \" + string(lib.twice(n))"), null, "i_n", "urn:lib#d_greeting", "urn:lib#k_twice"), Lib);
        Assert.Equal("Hello you 4", model.Evaluate("d", Drawn.Given("{n: 2, lib: {who: \"you\"}}"), new()).Value.ToString());
        Assert.Equal("Hello you 4", model.Evaluate("d", Drawn.Given("{n: 2, \"lib.who\": \"you\"}"), new()).Value.ToString());
        Assert.True(model.Evaluate("d", Drawn.Given("{n: 200, lib: {who: \"you\"}}"), new()).IsError);
        Assert.Equal(["n", "lib.who"], model.Invocables.Single(i => i.Name == "d").Parameters.Select(p => p.Name).OrderByDescending(n => n, StringComparer.Ordinal));
    }

    [Fact]
    public void An_import_without_a_name_is_as_the_models_own()
    {
        var model = Drawn.Model(Import("", "urn:lib") + Drawn.Decision("d", Drawn.Feel("greeting + string(twice(1))"), null, "urn:lib#d_greeting", "urn:lib#k_twice"), Lib);
        Assert.Equal("Hello you2", model.Evaluate("d", Drawn.Given("{who: \"you\"}"), new()).Value.ToString());
        Assert.Equal("Hello you", model.Evaluate("greeting", Drawn.Given("{who: \"you\"}"), new()).Value.ToString());
    }

    [Fact]
    public void A_model_imported_on_two_ways_has_inputs_on_each()
    {
        static string Between(string space) => Drawn.Xml(Import("lib", "urn:lib") + Drawn.Decision("says", Drawn.Feel("lib.greeting"), null, "urn:lib#d_greeting"), space);
        var model = Drawn.Model(Import("left", "urn:left") + Import("right", "urn:right")
            + Drawn.Decision("d", Drawn.Feel("left.says + \", \" + right.says"), null, "urn:left#d_says", "urn:right#d_says"), Between("urn:left"), Between("urn:right"), Lib);
        Assert.Equal("Hello a, Hello b", model.Evaluate("d", Drawn.Given("{left: {lib: {who: \"a\"}}, right: {lib: {who: \"b\"}}}"), new()).Value.ToString());
    }

    [Theory]
    [InlineData("""<import name="x" namespace="urn:none" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>""", "import-missing", true)]
    [InlineData("""<import name="x" namespace="urn:none" importType="http://www.dmg.org/PMML-4_2"/>""", "import-kind", false)]
    [InlineData("""<import name="x" namespace="urn:m" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>""", "import-cycle", true)]
    public void Imports_that_cannot_be_used_are_named(string import, string code, bool isError)
    {
        var build = Drawn.Build(import + Drawn.Decision("d", Drawn.Feel("1")));
        Assert.Equal((code, isError), (build.Findings[0].Code, build.Findings[0].IsError));
        Assert.Equal(isError, build.Model is null);
    }
}
