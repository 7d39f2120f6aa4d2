using System.Collections.Immutable;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Workflow.Feel.Dmn;

/// <summary>From the model to XML of DMN 1.5, children in the order of its schema.</summary>
internal sealed class DefinitionsWriter
{
    private static readonly XmlWriterSettings Layout = new()
    {
        Indent = true,
        NewLineChars = "\n",
        NewLineHandling = NewLineHandling.Entitize,
        NamespaceHandling = NamespaceHandling.OmitDuplicates,
        OmitXmlDeclaration = true,
    };

    public string Write(DmnDefinitions definitions)
    {
        var root = ElementWriter.Start("definitions", definitions,
            ("name", definitions.Name), ("namespace", definitions.Namespace), ("expressionLanguage", definitions.ExpressionLanguage),
            ("typeLanguage", definitions.TypeLanguage), ("exporter", definitions.Exporter), ("exporterVersion", definitions.ExporterVersion));
        foreach (var (prefix, space) in definitions.Prefixes) root.SetAttributeValue(XNamespace.Xmlns + prefix, space);
        foreach (var import in definitions.Imports)
        {
            root.Add(ElementWriter.Start("import", import,
                ("name", import.Name), ("namespace", import.Namespace), ("importType", import.ImportType), ("locationURI", import.LocationUri)));
        }
        foreach (var item in definitions.ItemDefinitions) root.Add(Item("itemDefinition", item));
        foreach (var element in definitions.Elements) root.Add(Element(element));
        foreach (var artifact in definitions.Artifacts) root.Add(Artifact(artifact));
        foreach (var collection in definitions.Collections)
        {
            root.Add(ElementWriter.Start("elementCollection", collection, ("name", collection.Name))
                .With(collection.References.Select(r => new XElement(DmnNames.Model + "drgElement", new XAttribute("href", r)))));
        }
        root.Add(definitions.BusinessContext.Select(XElement.Parse));
        if (definitions.Diagrams is { } diagrams) root.Add(XElement.Parse(diagrams));
        return Text(root);
    }

    private static string Text(XElement root)
    {
        var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        using (var writer = XmlWriter.Create(text, Layout)) root.Save(writer);
        return text.Append('\n').ToString();
    }

    private static XElement Item(string name, ItemDefinition item) => ElementWriter.Start(name, item,
            ("name", item.Name), ("isCollection", item.IsCollection ? "true" : null), ("typeLanguage", item.TypeLanguage))
        .With(ElementWriter.Leaf("typeRef", item.TypeRef))
        .With(LogicWriter.Tests("allowedValues", item.AllowedValues))
        .With(LogicWriter.Tests("typeConstraint", item.TypeConstraint))
        .With(item.Components.Select(c => Item("itemComponent", c)))
        .With(item.Function is { } function ? Function(function) : null);

    private static XElement Function(FunctionItem function) => ElementWriter.Start("functionItem", function, ("outputTypeRef", function.OutputTypeRef))
        .With(function.Parameters.Select(p => LogicWriter.Variable("parameters", p)));

    private static XElement Element(DrgElement element) => element switch
    {
        InputData input => ElementWriter.Start("inputData", input, ("name", input.Name)).With(Variable(input.Variable)),
        Decision decision => Decision(decision),
        BusinessKnowledgeModel knowledge => ElementWriter.Start("businessKnowledgeModel", knowledge, ("name", knowledge.Name))
            .With(Variable(knowledge.Variable))
            .With(knowledge.Logic is { } logic ? LogicWriter.Function("encapsulatedLogic", logic) : null)
            .With(knowledge.Knowledge.Select(Knowledge))
            .With(knowledge.Authorities.Select(Authority)),
        DecisionService service => ElementWriter.Start("decisionService", service, ("name", service.Name))
            .With(Variable(service.Variable))
            .With(service.OutputDecisions.Select(r => Reference("outputDecision", r)))
            .With(service.EncapsulatedDecisions.Select(r => Reference("encapsulatedDecision", r)))
            .With(service.InputDecisions.Select(r => Reference("inputDecision", r)))
            .With(service.InputData.Select(r => Reference("inputData", r))),
        KnowledgeSource source => ElementWriter.Start("knowledgeSource", source, ("name", source.Name), ("locationURI", source.LocationUri))
            .With(source.Authorities.Select(Authority))
            .With(ElementWriter.Leaf("type", source.Type))
            .With(source.Owner is { } owner ? Reference("owner", owner) : null),
        _ => throw new InvalidOperationException(element.GetType().Name),
    };

    private static XElement Decision(Decision decision) => ElementWriter.Start("decision", decision, ("name", decision.Name))
        .With(ElementWriter.Leaf("question", decision.Question))
        .With(ElementWriter.Leaf("allowedAnswers", decision.AllowedAnswers))
        .With(Variable(decision.Variable))
        .With(decision.Information.Select(r => ElementWriter.Start("informationRequirement", r)
            .With(Reference(r.IsDecision ? "requiredDecision" : "requiredInput", r.Required))))
        .With(decision.Knowledge.Select(Knowledge))
        .With(decision.Authorities.Select(Authority))
        .With(decision.Context.Select(XElement.Parse))
        .With(decision.Logic is { } logic ? LogicWriter.Expression(logic) : null);

    private static XElement Knowledge(KnowledgeRequirement requirement) =>
        ElementWriter.Start("knowledgeRequirement", requirement).With(Reference("requiredKnowledge", requirement.Required));

    private static XElement Authority(AuthorityRequirement requirement) =>
        ElementWriter.Start("authorityRequirement", requirement).With(Reference(requirement.Kind, requirement.Required));

    private static XElement Reference(string name, DmnReference reference) => ElementWriter.Start(name, reference, ("href", reference.Href));

    private static XElement? Variable(InformationItem? variable) => variable is null ? null : LogicWriter.Variable("variable", variable);

    private static XElement Artifact(DmnArtifact artifact) => artifact switch
    {
        TextAnnotation note => ElementWriter.Start("textAnnotation", note, ("textFormat", note.TextFormat)).With(ElementWriter.Leaf("text", note.Text)),
        DmnAssociation association => ElementWriter.Start("association", association, ("associationDirection", association.Direction))
            .With(new XElement(DmnNames.Model + "sourceRef", new XAttribute("href", association.Source)))
            .With(new XElement(DmnNames.Model + "targetRef", new XAttribute("href", association.Target))),
        DmnGroup group => ElementWriter.Start("group", group, ("name", group.Name)),
        _ => throw new InvalidOperationException(artifact.GetType().Name),
    };
}
