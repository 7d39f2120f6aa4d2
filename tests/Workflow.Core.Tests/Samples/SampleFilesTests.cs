using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Workflow.Core.Bpmn;
using Workflow.Core.Cases;
using Workflow.Core.Cases.Instant;
using Workflow.Core.Cases.Rehearsals;
using Workflow.Core.Catalog;
using Workflow.Core.Catalog.JointItems;
using Workflow.Core.Catalog.Rules;
using Workflow.Core.Deadlines;
using Workflow.Core.Flow;
using Workflow.Core.Tests.Cases;
using Xunit;

namespace Workflow.Core.Tests.Samples;

/// <summary>Every sample that is played is a sound pair of definition and joint item, and its drawing can be read.</summary>
public sealed class SampleFilesTests
{
    private static readonly XNamespace Dc = "http://www.omg.org/spec/DD/20100524/DC";
    private static readonly XNamespace Di = "http://www.omg.org/spec/DD/20100524/DI";
    private static readonly XNamespace BpmnDi = "http://www.omg.org/spec/BPMN/20100524/DI";

    public static TheoryData<string> Names => [.. Directory.GetDirectories(Folder).Where(f => File.Exists(Path.Combine(f, "application.json"))).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Fact]
    public void The_four_samples_are_there() =>
        Assert.Equal(["company-setup", "joint-acceptance", "newborn", "open-a-restaurant"], Names.Select(n => n.Data));

    [Theory, MemberData(nameof(Names))]
    public void The_definition_is_read_without_a_finding(string name)
    {
        var read = BpmnReader.Read(Xml(name));

        Assert.Empty(read.Findings);
        Assert.Empty(StepSettings.Check(read.Graph!));
        Assert.Empty(StepSettings.UnknownNames(read.Graph!, Item(name)));
    }

    [Theory, MemberData(nameof(Names))]
    public void The_joint_item_has_no_fault_and_says_the_basis_of_every_limit(string name)
    {
        var item = Item(name);

        Assert.Empty(JointItemCheck.Faults(item));
        Assert.All(item.Items, i => Assert.False(string.IsNullOrWhiteSpace(i.Basis)));
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_text_is_in_both_languages(string name)
    {
        var item = Item(name);
        var texts = item.Items.Select(i => i.Name).Concat(item.Materials.Select(m => m.Name)).Concat(item.Form.Select(f => f.Label))
            .Concat(item.Materials.Select(m => m.Hint!).OfType<LocalText>()).Concat(item.Form.Select(f => f.Hint!).OfType<LocalText>())
            .Concat(item.Form.SelectMany(f => f.Choices).Select(c => c.Label)).Append(item.Name);

        foreach (var text in texts)
        {
            Assert.Contains(text.Zh, c => c >= '\u4e00');
            Assert.DoesNotContain(text.En, c => c >= '\u4e00');
            Assert.NotEmpty(text.En);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_service_item_is_reviewed_by_its_own_department_in_one_step(string name)
    {
        var item = Item(name);
        var reviews = BpmnReader.Read(Xml(name)).Graph!.Nodes.Select(StepSettings.Of).Where(s => s.Kind == TaskKind.Review).ToList();

        Assert.Equal(item.Items.Select(i => i.Code).Order(StringComparer.Ordinal), reviews.Select(r => r.Item!).Order(StringComparer.Ordinal));
        foreach (var review in reviews) Assert.Equal(item.Items.Single(i => i.Code == review.Item).Department, review.Department);
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_decision_model_that_a_step_names_passes_its_tests_and_leaves_no_gap(string name)
    {
        Assert.Equal(InstantStep.TablesOf(BpmnReader.Read(Xml(name)).Graph!), Rules(name).Select(r => r.Code));
        foreach (var (_, model) in Rules(name))
        {
            var check = RuleModelCheck.Of(model, new Surroundings(null, null));
            Assert.True(check.IsPublishable, string.Join('\n', check.Findings.Select(f => f.Text.En).Concat(check.Failed.Select(f => f.Result.Case.Id))));
            Assert.NotEmpty(check.Tests);
            Assert.Empty(check.Findings);
            Assert.Empty(check.Analysis);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_item_has_a_material_and_a_field_and_nothing_is_asked_for_nobody(string name)
    {
        var item = Item(name);

        Assert.All(item.Items, i => Assert.Contains(item.Materials, m => m.NeededBy.Contains(i.Code)));
        Assert.All(item.Items, i => Assert.Contains(item.Form, f => f.NeededBy.Contains(i.Code)));
        Assert.All(item.Materials, m => Assert.NotEmpty(m.NeededBy));
        Assert.All(item.Form, f => Assert.NotEmpty(f.NeededBy));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_rehearsal_comes_from_filing_to_delivery_with_every_department(string name)
    {
        var item = Item(name);
        var rules = Rules(name).ToImmutableSortedDictionary(r => r.Code, r => PinnedDecision.Of(1, r.Model), StringComparer.Ordinal);
        var pinned = new Pinned(item, BpmnReader.Read(Xml(name)).Graph!, StateCouncilCalendar.Latest) { Rules = rules };

        var report = Rehearsal.Play(pinned, item.Region, SampleAnswers.For(pinned, Scenario.Monday), Scenario.Monday);

        Assert.Equal(RehearsalEnd.Concluded, report.End);
        Assert.Contains(report.Steps, s => s.Code == "case_delivered");
        Assert.Superset(item.Items.Select(i => i.Department).ToHashSet(StringComparer.Ordinal), report.Departments.ToHashSet(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Names))]
    public void The_diagram_shows_every_node_and_every_flow_and_nothing_overlaps(string name)
    {
        var graph = BpmnReader.Read(Xml(name)).Graph!;
        var drawn = XDocument.Load(new MemoryStream(Xml(name))).Descendants().ToList();
        var shapes = drawn.Where(e => e.Name == BpmnDi + "BPMNShape").ToDictionary(Shown, e => Box.Of(e.Element(Dc + "Bounds")!));
        var edges = drawn.Where(e => e.Name == BpmnDi + "BPMNEdge").ToDictionary(Shown, e => e.Elements(Di + "waypoint").Select(p => (X: Number(p, "x"), Y: Number(p, "y"))).ToList());
        var flows = graph.Flows.ToDictionary(f => f.Id);

        Assert.Equal(graph.Nodes.Select(n => n.Id).Order(StringComparer.Ordinal), shapes.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(flows.Keys.Order(StringComparer.Ordinal), edges.Keys.Order(StringComparer.Ordinal));
        foreach (var (a, b) in from a in shapes from b in shapes where string.CompareOrdinal(a.Key, b.Key) < 0 select (a, b))
            Assert.False(a.Value.Meets(b.Value), $"{a.Key} lies over {b.Key}");
        foreach (var (id, points) in edges)
            foreach (var (node, box) in shapes.Where(s => s.Key != flows[id].Source && s.Key != flows[id].Target))
                for (var i = 1; i < points.Count; i++)
                    Assert.False(box.Meets(Box.Between(points[i - 1], points[i])), $"{id} goes through {node}");

        static string Shown(XElement e) => e.Attribute("bpmnElement")!.Value;
    }

    private static double Number(XElement of, string name) => double.Parse(of.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    private sealed record Box(double Left, double Top, double Right, double Bottom)
    {
        public static Box Of(XElement bounds) => new(Number(bounds, "x"), Number(bounds, "y"), Number(bounds, "x") + Number(bounds, "width"), Number(bounds, "y") + Number(bounds, "height"));

        public static Box Between((double X, double Y) a, (double X, double Y) b) => new(Math.Min(a.X, b.X), Math.Min(a.Y, b.Y), Math.Max(a.X, b.X), Math.Max(a.Y, b.Y));

        public bool Meets(Box other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom
            || (other.Left == other.Right || other.Top == other.Bottom) && Left <= other.Right && other.Left <= Right && Top <= other.Bottom && other.Top <= Bottom;
    }

    private static readonly string Folder = Path.Combine(RepositoryRoot(), "samples");

    private static byte[] Xml(string name) => File.ReadAllBytes(Path.Combine(Folder, name, "definition.bpmn"));

    private static List<(string Code, RuleModel Model)> Rules(string name) =>
    [
        .. from path in Directory.GetFiles(Path.Combine(Folder, name), "rules-*.json").Order(StringComparer.Ordinal)
           let about = JsonDocument.Parse(File.ReadAllBytes(path)).RootElement
           select (Path.GetFileNameWithoutExtension(path)["rules-".Length..], new RuleModel(
               about.GetProperty("name").Deserialize<LocalText>(CatalogJson.Options)!, File.ReadAllText(Path.ChangeExtension(path, ".dmn")),
               about.GetProperty("decision").GetString()!, [File.ReadAllText(Path.ChangeExtension(path, ".tests.xml"))])),
    ];

    private static JointItem Item(string name) => JsonSerializer.Deserialize<JointItem>(File.ReadAllBytes(Path.Combine(Folder, name, "joint-item.json")), CatalogJson.Options)!;

    private static string RepositoryRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "Workflow.sln"))) return folder;
        throw new InvalidOperationException("Workflow.sln is in no folder above the tests");
    }
}
