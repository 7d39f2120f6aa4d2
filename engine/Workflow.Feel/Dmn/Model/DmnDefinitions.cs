using System.Collections.Immutable;

namespace Workflow.Feel.Dmn;

/// <summary>One DMN file (DMN 1.5, 6.3.2), in the vocabulary of 1.5 whatever version it was written in.</summary>
public sealed record DmnDefinitions(string Name, string Namespace) : DmnElement
{
    /// <summary>URI; null: FEEL.</summary>
    public string? ExpressionLanguage { get; init; }

    /// <summary>URI; null: FEEL.</summary>
    public string? TypeLanguage { get; init; }

    public string? Exporter { get; init; }

    public string? ExporterVersion { get; init; }

    public ImmutableArray<DmnImport> Imports { get; init; } = [];

    public ImmutableArray<ItemDefinition> ItemDefinitions { get; init; } = [];

    /// <summary>Input data, decisions, business knowledge models, decision services, knowledge sources, in the order of the file.</summary>
    public ImmutableArray<DrgElement> Elements { get; init; } = [];

    public ImmutableArray<DmnArtifact> Artifacts { get; init; } = [];

    /// <summary>Groups of elements drawn by hand (6.3.4): kept.</summary>
    public ImmutableArray<ElementCollection> Collections { get; init; } = [];

    /// <summary>Performance indicators and organisation units (6.3.16 to 6.3.18), as XML: kept.</summary>
    public ImmutableArray<string> BusinessContext { get; init; } = [];

    /// <summary>The drawing (DMNDI, clause 13), as XML in the namespaces of DMN 1.5; null when there is none.</summary>
    public string? Diagrams { get; init; }

    /// <summary>Prefixes of foreign namespaces that the file declares, so that what it carries keeps its names.</summary>
    public ImmutableArray<(string Prefix, string Namespace)> Prefixes { get; init; } = [];
}

/// <summary>Another model, or something else that this one uses (DMN 1.5, 6.3.3).</summary>
/// <param name="Name">what qualifies the imported names; empty: they are used as they are</param>
/// <param name="ImportType">URI of the kind: the namespace of DMN, or that of PMML, XSD and others</param>
public sealed record DmnImport(string Name, string Namespace, string ImportType, string? LocationUri) : DmnElement;

public sealed record ElementCollection(string Name, ImmutableArray<string> References) : DmnElement;

/// <summary>Drawn beside the requirement graph, without meaning for evaluation (6.3.5).</summary>
public abstract record DmnArtifact : DmnElement;

public sealed record TextAnnotation(string? Text, string? TextFormat) : DmnArtifact;

/// <param name="Direction">None, One or Both; null: None</param>
public sealed record DmnAssociation(string Source, string Target, string? Direction) : DmnArtifact;

public sealed record DmnGroup(string? Name) : DmnArtifact;
