using System.Text;
using Workflow.Contracts.Cases;
using Xunit;

namespace Workflow.Server.Tests.Cases;

/// <summary>Whatever is sent, the answer is a problem response that names the place, and the server goes on.</summary>
public sealed class BadInputTests(World world) : IClassFixture<World>
{
    private const string NoCase = "case-00000000000000000000000000000000";

    /// <summary>Every route of the case side that takes a JSON body.</summary>
    private static readonly (string Account, string Path)[] Routes =
    [
        ("applicant", "/api/applications"), ("window", $"/api/cases/{NoCase}/accept"), ("window", $"/api/cases/{NoCase}/decline"),
        ("window", $"/api/cases/{NoCase}/supplement-request"), ("applicant", $"/api/cases/{NoCase}/supplement"), ("applicant", $"/api/cases/{NoCase}/withdraw"),
        ("market", $"/api/cases/{NoCase}/suspend"), ("market", $"/api/cases/{NoCase}/resume"), ("market", $"/api/cases/{NoCase}/decide"),
        ("market", $"/api/cases/{NoCase}/conclude"), ("window", $"/api/cases/{NoCase}/deliver"), ("supervisor", $"/api/cases/{NoCase}/erase"),
        ("market", $"/api/cases/{NoCase}/test-clock"), ("market", $"/api/cases/{NoCase}/tasks/1/opinion"), ("market", $"/api/cases/{NoCase}/tasks/1/complete"),
        ("integrator", "/api/jobs/activate"), ("integrator", $"/api/jobs/{NoCase}/1/complete"), ("integrator", $"/api/jobs/{NoCase}/1/fail"),
    ];

    [Theory]
    [InlineData("""{"jointItem":"whole","answers":{"storeName":"a\u0000b"}}""", "$.answers.storeName json-nul")]
    [InlineData("""{"jointItem":"whole","answers":{"storeName":"a\ud800b"}}""", "$.answers.storeName json-surrogate")]
    [InlineData("""{"jointItem":"whole","answers":{"area":1,"area":2}}""", "$.answers.area json-duplicate-member")]
    [InlineData("""{"jointItem":"whole","answers":{"area":9007199254740993}}""", "$.answers.area json-number-range")]
    [InlineData("""{"jointItem":"whole","answers":{"rent":1e400}}""", "$.answers.rent json-number-range")]
    [InlineData("""{"jointItem":"whole","answers":{"rent":0.12345678901234567890123456789012345}}""", "$.answers.rent json-number-precision")]
    public async Task What_the_log_cannot_keep_is_refused_by_the_name_of_its_field(string body, string error)
    {
        var refused = await (await world.AsAsync("applicant")).ProblemAsync(HttpMethod.Post, "/api/applications", body);
        Assert.Equal(400, refused.Status);
        Assert.Contains(error, refused.Fields);
    }

    [Fact]
    public async Task Wrong_missing_and_unknown_members_are_named_together()
    {
        var refused = await (await world.AsAsync("applicant")).ProblemAsync(HttpMethod.Post, "/api/applications", """
            {"jointItem":7,"channel":"online","applicant":{"kind":"person","name":"","idNumber":"1","phone":"x","age":3},"answers":[],"materials":{},"colour":"red"}
            """);
        Assert.Equal(
        [
            "$.answers field-type", "$.applicant.age field-unknown", "$.applicant.idNumber field-length", "$.applicant.name field-length",
            "$.applicant.phone field-format", "$.colour field-unknown", "$.jointItem field-type", "$.materials field-type", "$.region field-required",
        ], refused.Fields.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Huge_deep_and_broken_bodies_are_refused_at_every_route()
    {
        byte[][] bodies =
        [
            [], "{"u8.ToArray(), "nul"u8.ToArray(), [0xff, 0xfe, (byte)'{'], "{\"a\":\u00001}"u8.ToArray(), "<a/>"u8.ToArray(),
            Encoding.UTF8.GetBytes(new string('[', 100_000)), Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 100_000))),
            Encoding.UTF8.GetBytes($$"""{"note":"{{new string('x', 3_000_000)}}"}"""), Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("1", 500_000))}]"),
        ];
        foreach (var (account, path) in Routes)
        {
            var api = await world.AsAsync(account);
            foreach (var body in bodies) Assert.InRange((await api.ProblemAsync(HttpMethod.Post, path, body)).Status, 400, 499);
        }
        Assert.Equal(1, (await world.HeadAsync((await world.FileAsync()).CaseId)).Status);
    }

    [Fact]
    public async Task Every_file_of_the_shared_json_set_gets_a_problem_response_at_every_route()
    {
        if (SharedData.Folder("bad-input/json") is not { } folder) { Assert.Skip("testdata/bad-input is not beside the repository"); return; }
        var files = Directory.GetFiles(folder).Select(File.ReadAllBytes).ToArray();
        await Parallel.ForEachAsync(Routes, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (route, _) =>
        {
            var api = await world.AsAsync(route.Account);
            foreach (var file in files) Assert.InRange((await api.ProblemAsync(HttpMethod.Post, route.Path, file)).Status, 400, 499);
        });
    }

    [Fact]
    public async Task Every_file_of_the_shared_xml_attacks_gets_a_problem_response()
    {
        if (SharedData.Folder("bad-input/xml-attacks") is not { } folder) { Assert.Skip("testdata/bad-input is not beside the repository"); return; }
        var (designer, window) = (await world.AsAsync("designer"), await world.AsAsync("window"));
        foreach (var file in Directory.GetFiles(folder, "*.xml", SearchOption.AllDirectories))
        {
            var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            using var content = new ByteArrayContent(bytes) { Headers = { ContentType = new("application/xml") } };
            Assert.InRange((await designer.ProblemAsync(HttpMethod.Post, "/api/definitions/attack", content)).Status, 400, 499);
            Assert.InRange((await window.ProblemAsync(HttpMethod.Post, $"/api/cases/{NoCase}/accept", bytes)).Status, 400, 499);
        }
    }

    [Fact]
    public async Task Odd_addresses_are_not_found_and_nothing_worse()
    {
        var window = await world.AsAsync("window");
        foreach (var id in (string[])["x", "case-", "case-XYZ", "case-0000000000000000000000000000000g", "case-%00", "..%2f..", new string('a', 2000), "definition-six"])
        {
            using var answer = await window.TryAsync(HttpMethod.Get, $"/api/cases/{id}");
            Assert.InRange((int)answer.StatusCode, 400, 404);
        }
        foreach (var task in (string[])["-1", "9223372036854775807", "9223372036854775808", "1.5", "x"])
        {
            using var answer = await window.TryAsync(HttpMethod.Post, $"/api/cases/{NoCase}/tasks/{task}/claim");
            Assert.Equal(404, (int)answer.StatusCode);
        }
    }
}
