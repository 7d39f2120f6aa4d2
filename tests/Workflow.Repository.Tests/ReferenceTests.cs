using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Workflow.Repository.Tests;

/// <summary>Core ← Postgres ← Server: which room may know which, by allow-list.</summary>
public partial class ReferenceTests
{
    /// <summary>Exactly these, no more and no fewer. A new line here is a decision about the architecture.</summary>
    private static readonly Dictionary<string, string[]> Rooms = new(StringComparer.Ordinal)
    {
        ["Workflow.Feel"] = [],
        ["Workflow.Contracts"] = [],
        ["Workflow.Core"] = ["Workflow.Feel"],
        ["Workflow.Postgres"] = ["Npgsql", "Workflow.Core"],
        ["Workflow.Server"] = ["Microsoft.AspNetCore.OpenApi", "OpenTelemetry", "OpenTelemetry.Exporter.OpenTelemetryProtocol", "RabbitMQ.Client", "Workflow.Contracts", "Workflow.Core", "Workflow.Postgres"],
        ["Workflow.Samples"] = ["Bogus", "Workflow.Contracts"],
        ["Workflow.Samples.Department"] = ["RabbitMQ.Client", "Workflow.Contracts"],
    };

    /// <summary>Test projects may know any room, each other, and these packages.</summary>
    private static readonly string[] TestPackages =
        ["xunit.v3", "xunit.v3.extensibility.core", "FsCheck", "Bogus", "Npgsql", "YamlDotNet", "BenchmarkDotNet", "Microsoft.AspNetCore.Mvc.Testing", "Microsoft.AspNetCore.App"];

    [Fact]
    public void Each_room_references_exactly_what_it_may()
    {
        var found = Projects().Where(project => !project.StartsWith("tests/", StringComparison.Ordinal))
            .ToDictionary(NameOf, project => string.Join(", ", References(project).Order(StringComparer.Ordinal)));
        Assert.Equal(Rooms.OrderBy(room => room.Key, StringComparer.Ordinal).Select(room => $"{room.Key}: {string.Join(", ", room.Value)}"),
            found.OrderBy(room => room.Key, StringComparer.Ordinal).Select(room => $"{room.Key}: {room.Value}"));
    }

    [Fact]
    public void Tests_reference_rooms_each_other_and_a_few_packages()
    {
        var tests = Projects().Where(project => project.StartsWith("tests/", StringComparison.Ordinal)).ToList();
        string[] allowed = [.. Rooms.Keys, .. tests.Select(NameOf), .. TestPackages];
        Checkout.None(tests.SelectMany(project => References(project).Except(allowed, StringComparer.Ordinal).Select(reference => $"{project} references {reference}")));
        Checkout.None(tests.Select(NameOf).Intersect(Projects().Except(tests, StringComparer.Ordinal).SelectMany(References), StringComparer.Ordinal));
    }

    [Fact]
    public void Nothing_is_referenced_behind_the_projects_back()
    {
        var everywhere = XDocument.Parse(Checkout.Read("Directory.Build.props")).Descendants()
            .Where(element => element.Name.LocalName.EndsWith("Reference", StringComparison.Ordinal)).Select(element => (string?)element.Attribute("Include"));
        Assert.Equal(["Meziantou.Analyzer"], everywhere);
        Assert.DoesNotContain(Checkout.Files, file => file != "Directory.Build.props" && Path.GetFileName(file) is "Directory.Build.props" or "Directory.Build.targets");
    }

    [Fact]
    public void Versions_stand_in_one_place_only() =>
        Checkout.None(Checkout.Matches(Projects(), VersionOnReference()));

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Checkout.Read("Workflow.sln").Replace('\\', '/');
        Checkout.None(Projects().Where(project => !solution.Contains($"\"{project}\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void Flow_never_hears_department_and_Postgres_never_hears_gateway()
    {
        Checkout.None(Checkout.Matches(Checkout.Sources("engine/Workflow.Core/Flow/", "engine/Workflow.Core/Bpmn/"), UsesCases(), comments: false));
        Checkout.None(Checkout.Matches(Checkout.Sources("engine/Workflow.Core/Flow/"), Department(), comments: false));
        Checkout.None(Checkout.Matches(Checkout.Sources("engine/Workflow.Postgres/"), Gateway(), comments: false));
    }

    private static IEnumerable<string> Projects() => Checkout.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal));

    private static string NameOf(string project) => Path.GetFileNameWithoutExtension(project);

    private static IEnumerable<string> References(string project) =>
        from element in XDocument.Parse(Checkout.Read(project)).Descendants()
        where element.Name.LocalName.EndsWith("Reference", StringComparison.Ordinal)
        let include = ((string?)element.Attribute("Include"))?.Replace('\\', '/')
        select element.Name.LocalName == "ProjectReference" ? Path.GetFileNameWithoutExtension(include)! : include;

    [GeneratedRegex("<PackageReference[^>]* Version(Override)?=")]
    private static partial Regex VersionOnReference();

    [GeneratedRegex(@"Workflow\.Core\.Cases|\bCases\.")]
    private static partial Regex UsesCases();

    [GeneratedRegex("department", RegexOptions.IgnoreCase)]
    private static partial Regex Department();

    [GeneratedRegex("gateway", RegexOptions.IgnoreCase)]
    private static partial Regex Gateway();
}
