using System.Collections.Immutable;
using System.Xml.Linq;

namespace Workflow.Feel.Dmn;

/// <summary>From XML elements to the model: definitions, types and the requirement graph.</summary>
internal sealed class DefinitionsReader(XmlCursor cursor)
{
    private static readonly string[] Root = ["import", "itemDefinition", "elementCollection", "inputData", "decision", "businessKnowledgeModel",
        "decisionService", "knowledgeSource", "textAnnotation", "association", "group", "performanceIndicator", "organizationUnit"];

    private readonly LogicReader logic = new(cursor);

    public DmnDefinitions Read(XElement root)
    {
        var name = cursor.Required(root, "name");
        var target = cursor.Required(root, "namespace");
        var imports = XmlCursor.Many(root, "import", Import);
        logic.Names = new(target, imports);
        var definitions = new DmnDefinitions(name, target)
        {
            ExpressionLanguage = XmlCursor.Attribute(root, "expressionLanguage"),
            TypeLanguage = XmlCursor.Attribute(root, "typeLanguage"),
            Exporter = XmlCursor.Attribute(root, "exporter"),
            ExporterVersion = XmlCursor.Attribute(root, "exporterVersion"),
            Imports = imports,
            ItemDefinitions = XmlCursor.Many(root, "itemDefinition", Item),
            Elements = [.. root.Elements().Where(e => e.Name.Namespace == DmnNames.Model).Select(Element).OfType<DrgElement>()],
            Artifacts = [.. root.Elements().Where(e => e.Name.Namespace == DmnNames.Model).Select(Artifact).OfType<DmnArtifact>()],
            Collections = XmlCursor.Many(root, "elementCollection", Collection),
            BusinessContext = [.. root.Elements().Where(e => e.Name.Namespace == DmnNames.Model && e.Name.LocalName is "performanceIndicator" or "organizationUnit").Select(XmlCursor.Raw)],
            Diagrams = root.Element(DmnNames.Drawing + "DMNDI") is { } drawing ? XmlCursor.Raw(drawing) : null,
            Prefixes = Prefixes(root),
        };
        root.Element(DmnNames.Drawing + "DMNDI")?.Remove();
        return cursor.Filled(root, definitions, ["name", "namespace", "expressionLanguage", "typeLanguage", "exporter", "exporterVersion"], Root);
    }

    private static ImmutableArray<(string, string)> Prefixes(XElement root)
    {
        var prefixes = ImmutableArray.CreateBuilder<(string, string)>();
        foreach (var attribute in root.Attributes())
        {
            if (attribute.IsNamespaceDeclaration && attribute.Name.LocalName != "xmlns" && attribute.Value != DmnNames.Model.NamespaceName)
            {
                prefixes.Add((attribute.Name.LocalName, attribute.Value));
            }
        }
        return prefixes.DrainToImmutable();
    }

    private DmnImport Import(XElement element) => cursor.Filled(element,
        new DmnImport(XmlCursor.Attribute(element, "name") ?? "", cursor.Required(element, "namespace"), DmnNames.Current(cursor.Required(element, "importType")),
            XmlCursor.Attribute(element, "locationURI")),
        ["name", "namespace", "importType", "locationURI"], []);

    private ElementCollection Collection(XElement element) => cursor.Filled(element,
        new ElementCollection(XmlCursor.Attribute(element, "name") ?? "", XmlCursor.Many(element, "drgElement", e => cursor.Required(e, "href"))),
        ["name"], ["drgElement"]);

    private ItemDefinition Item(XElement element) => cursor.Filled(element,
        new ItemDefinition(cursor.Required(element, "name"), logic.TypeOf(element, XmlCursor.Text(element, "typeRef")))
        {
            IsCollection = cursor.Flag(element, "isCollection"),
            TypeLanguage = XmlCursor.Attribute(element, "typeLanguage"),
            AllowedValues = cursor.One(element, "allowedValues", logic.Tests),
            TypeConstraint = cursor.One(element, "typeConstraint", logic.Tests),
            Components = XmlCursor.Many(element, "itemComponent", Item),
            Function = cursor.One(element, "functionItem", Function),
        },
        ["name", "isCollection", "typeLanguage"], ["typeRef", "allowedValues", "typeConstraint", "itemComponent", "functionItem"]);

    private FunctionItem Function(XElement element) => cursor.Filled(element,
        new FunctionItem(logic.TypeOf(element, XmlCursor.Attribute(element, "outputTypeRef")), XmlCursor.Many(element, "parameters", logic.Variable)),
        ["outputTypeRef"], ["parameters"]);

    private DrgElement? Element(XElement element) => element.Name.LocalName switch
    {
        "inputData" => cursor.Filled(element, new InputData(Name(element), Variable(element)), ["name"], ["variable"]),
        "decision" => Decision(element),
        "businessKnowledgeModel" => cursor.Filled(element,
            new BusinessKnowledgeModel(Name(element), Variable(element))
            {
                Logic = cursor.One(element, "encapsulatedLogic", logic.Function),
                Knowledge = XmlCursor.Many(element, "knowledgeRequirement", Knowledge),
                Authorities = XmlCursor.Many(element, "authorityRequirement", Authority),
            },
            ["name"], ["variable", "encapsulatedLogic", "knowledgeRequirement", "authorityRequirement"]),
        "decisionService" => cursor.Filled(element,
            new DecisionService(Name(element), Variable(element))
            {
                OutputDecisions = XmlCursor.Many(element, "outputDecision", Reference),
                EncapsulatedDecisions = XmlCursor.Many(element, "encapsulatedDecision", Reference),
                InputDecisions = XmlCursor.Many(element, "inputDecision", Reference),
                InputData = XmlCursor.Many(element, "inputData", Reference),
            },
            ["name"], ["variable", "outputDecision", "encapsulatedDecision", "inputDecision", "inputData"]),
        "knowledgeSource" => cursor.Filled(element,
            new KnowledgeSource(Name(element))
            {
                Authorities = XmlCursor.Many(element, "authorityRequirement", Authority),
                Type = XmlCursor.Text(element, "type"),
                Owner = cursor.One(element, "owner", Reference),
                LocationUri = XmlCursor.Attribute(element, "locationURI"),
            },
            ["name", "locationURI"], ["authorityRequirement", "type", "owner"]),
        _ => null,
    };

    private Decision Decision(XElement element) => cursor.Filled(element,
        new Decision(Name(element), Variable(element))
        {
            Question = XmlCursor.Text(element, "question"),
            AllowedAnswers = XmlCursor.Text(element, "allowedAnswers"),
            Information = XmlCursor.Many(element, "informationRequirement", Information),
            Knowledge = XmlCursor.Many(element, "knowledgeRequirement", Knowledge),
            Authorities = XmlCursor.Many(element, "authorityRequirement", Authority),
            Context = [.. element.Elements().Where(IsBusinessContext).Select(XmlCursor.Raw)],
            Logic = logic.ExpressionIn(element),
        },
        ["name"],
        ["variable", "question", "allowedAnswers", "informationRequirement", "knowledgeRequirement", "authorityRequirement", .. BusinessContext, .. LogicReader.Kinds]);

    private static readonly string[] BusinessContext =
        ["supportedObjective", "impactedPerformanceIndicator", "decisionMaker", "decisionOwner", "usingProcess", "usingTask"];

    private static bool IsBusinessContext(XElement element) =>
        element.Name.Namespace == DmnNames.Model && BusinessContext.Contains(element.Name.LocalName, StringComparer.Ordinal);

    private InformationRequirement Information(XElement element)
    {
        var decision = cursor.One(element, "requiredDecision", Reference);
        var input = cursor.One(element, "requiredInput", Reference);
        if (decision is null == input is null) cursor.Note("requirement-empty", true, element, element.Name.LocalName);
        return cursor.Filled(element, new InformationRequirement(decision is not null, decision ?? input ?? new("")), [], ["requiredDecision", "requiredInput"]);
    }

    private KnowledgeRequirement Knowledge(XElement element)
    {
        var required = cursor.One(element, "requiredKnowledge", Reference);
        if (required is null) cursor.Note("requirement-empty", true, element, element.Name.LocalName);
        return cursor.Filled(element, new KnowledgeRequirement(required ?? new("")), [], ["requiredKnowledge"]);
    }

    private AuthorityRequirement Authority(XElement element)
    {
        foreach (var kind in (ReadOnlySpan<string>)["requiredDecision", "requiredInput", "requiredAuthority"])
        {
            if (cursor.One(element, kind, Reference) is { } required) return cursor.Filled(element, new AuthorityRequirement(kind, required), [], [kind]);
        }
        cursor.Note("requirement-empty", true, element, element.Name.LocalName);
        return cursor.Filled(element, new AuthorityRequirement("requiredAuthority", new("")), [], []);
    }

    private DmnReference Reference(XElement element) => cursor.Filled(element, new DmnReference(cursor.Required(element, "href")), ["href"], []);

    private string Name(XElement element) => cursor.Required(element, "name");

    private InformationItem? Variable(XElement element) => cursor.One(element, "variable", logic.Variable);

    private DmnArtifact? Artifact(XElement element) => element.Name.LocalName switch
    {
        "textAnnotation" => cursor.Filled(element, new TextAnnotation(XmlCursor.Text(element, "text"), XmlCursor.Attribute(element, "textFormat")), ["textFormat"], ["text"]),
        "association" => cursor.Filled(element,
            new DmnAssociation(End(element, "sourceRef"), End(element, "targetRef"), XmlCursor.Attribute(element, "associationDirection")),
            ["associationDirection"], ["sourceRef", "targetRef"]),
        "group" => cursor.Filled(element, new DmnGroup(XmlCursor.Attribute(element, "name")), ["name"], []),
        _ => null,
    };

    private string End(XElement element, string child) => cursor.One(element, child, Reference)?.Href ?? "";
}
