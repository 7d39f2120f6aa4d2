using System.Diagnostics;
using System.Text;
using Workflow.Core.Bpmn;
using Workflow.Core.Flow;
using Workflow.Feel;
using Xunit;

namespace Workflow.Core.Tests.Bpmn;

/// <summary>Models that other tools wrote. Each becomes a graph that can be played, or findings that name something.</summary>
public sealed class ImportTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("bpmn-miwg/miwg-bpmn.tar.xz", 300)]
    [InlineData("bpmn-operaton/models.tar.xz", 2_000)]
    [InlineData("bpmn-js-fixtures/fixtures.tar.xz", 300)]
    public async Task Every_file_of_an_archive_gives_a_graph_or_findings(string archive, int atLeast)
    {
        var file = Path.Combine(Models.Root, "../shared/testdata", archive);
        if (!File.Exists(file)) Assert.Skip($"{archive} is not beside the repository");
        var folder = Directory.CreateTempSubdirectory("onego-import-");
        try
        {
            using (var tar = Process.Start(new ProcessStartInfo("tar", ["-xJf", file, "-C", folder.FullName]))!)
            {
                await tar.WaitForExitAsync(TestContext.Current.CancellationToken);
                if (tar.ExitCode != 0) Assert.Skip("this tar cannot unpack xz");
            }
            Check(archive, folder, atLeast);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private void Check(string archive, DirectoryInfo folder, int atLeast)
    {
        var (files, graphs, codes) = (0, 0, new SortedDictionary<string, int>(StringComparer.Ordinal));
        foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories).Where(f => f.Extension is ".bpmn" or ".xml" or ".dmn"))
        {
            files++;
            var bytes = File.ReadAllBytes(file.FullName);
            // Most models are drawn, not executable: marked executable, they exercise the rest of the reader too.
            var marked = MarkedExecutable(bytes);
            foreach (var reading in (BpmnReading[])(marked.AsSpan().SequenceEqual(bytes) ? [BpmnReader.Read(bytes)] : [BpmnReader.Read(bytes), BpmnReader.Read(marked)]))
            {
                Assert.Equal(reading.Graph is null, reading.Findings.Any(f => f.Severity == FindingSeverity.Error));
                Assert.All(reading.Findings, f => Assert.True(f.Code.Length > 0 && f.Zh.Length > 0 && f.En.Length > 0 && (f.Element ?? f.Code).Length > 0));
                foreach (var code in reading.Findings.Select(f => f.Code).Distinct()) codes[code] = codes.GetValueOrDefault(code) + 1;
                if (reading.Graph is null) continue;
                graphs++;
                PlayThrough(reading.Graph);
            }
        }
        output.WriteLine($"{archive}: {files} files, {graphs} graphs; " + string.Join(", ", codes.Select(c => $"{c.Key} {c.Value}")));
        Assert.True(files >= atLeast, $"only {files} files in {archive}");
        Assert.True(graphs > 0, $"no graph in {archive}");
    }

    private static byte[] MarkedExecutable(byte[] bytes) =>
        bytes.Contains((byte)0) ? bytes : Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bytes).Replace("isExecutable=\"false\"", "isExecutable=\"true\"", StringComparison.Ordinal));

    /// <summary>Completes whatever is open; the data is empty, so that standing still with an incident is a good end too.</summary>
    private static void PlayThrough(ProcessGraph graph)
    {
        var (state, now) = (FlowState.Empty, DateTimeOffset.UnixEpoch);
        Advance(new Trigger.Begin(Value.Context.Empty));
        for (var turns = 0; turns < 50 && !state.IsCompleted; turns++)
        {
            foreach (var timer in state.Timers.Values.OrderBy(t => t.Id).ToList())
            {
                now = timer.Due > now ? timer.Due : now;
                Advance(new Trigger.FireTimer(timer.Id));
            }
            foreach (var activity in state.Activities.Keys.Order().ToList()) Advance(new Trigger.Complete(activity));
            if (state.HasMore) Advance(new Trigger.Continue());
        }
        Assert.True(state.IsCompleted || !state.Activities.IsEmpty || !state.Incidents.IsEmpty || state.Tokens.Values.All(t => t.Waits), graph.Id);

        void Advance(Trigger trigger)
        {
            foreach (var happened in Interpreter.Advance(graph, state, trigger, now)) state = state.Evolve(happened);
        }
    }
}
