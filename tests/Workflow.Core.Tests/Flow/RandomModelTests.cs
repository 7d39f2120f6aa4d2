using System.Diagnostics;
using System.Globalization;
using Workflow.Core.Flow;
using Xunit;

namespace Workflow.Core.Tests.Flow;

/// <summary>
/// Random models out of every kind of element, done random things to. 10,000 paths; a million where ONEGO_LONG is set. A failure is made smaller
/// and printed as a model with its steps.
/// </summary>
public sealed class RandomModelTests(ITestOutputHelper output)
{
    private static readonly bool Long = Environment.GetEnvironmentVariable("ONEGO_LONG") is { Length: > 0 };
    private const int BatchCount = 10;
    private static readonly int ModelsPerBatch = Long ? 20_000 : 200;
    private const int PathsPerModel = 5;

    /// <summary>For making one failure smaller.</summary>
    private static readonly TimeSpan ShrinkTime = TimeSpan.FromSeconds(20);

    public static TheoryData<int> Batches => [.. Enumerable.Range(0, BatchCount)];

    [Theory]
    [MemberData(nameof(Batches))]
    public void Every_element_keeps_its_rule_replay_equals_live_and_every_path_comes_to_its_end(int batch)
    {
        var (steps, events) = (0L, 0L);
        for (var seed = batch * ModelsPerBatch; seed < (batch + 1) * ModelsPerBatch; seed++)
        {
            var model = RandomModel.Make(seed);
            var graph = RandomModelGraph.Of(model);
            for (var path = 0; path < PathsPerModel; path++)
            {
                var choices = new Choices([], new Random((seed * PathsPerModel) + path));
                var driver = new RandomDriver(graph, choices);
                if (driver.Run() is { } failure) Assert.Fail(Report(seed, path, model, choices.Made, failure));
                (steps, events) = (steps + (choices.Made.Count / 4), events + driver.Play.Log.Count);
            }
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ModelsPerBatch * PathsPerModel} paths, {steps} steps, {events} events"));
    }

    [Fact]
    public void The_same_seed_gives_the_same_events()
    {
        foreach (var seed in Enumerable.Range(900_000, 100))
        {
            var graph = RandomModelGraph.Of(RandomModel.Make(seed));
            Assert.Equal(Log(graph, seed), Log(RandomModelGraph.Of(RandomModel.Make(seed)), seed));
        }
    }

    [Fact]
    public void A_model_is_made_smaller_until_nothing_more_can_be_left_out()
    {
        var model = RandomModel.Make(3);
        var seed = Enumerable.Range(0, 1_000).First(s => RandomModel.Make(s) is { Size: > 10 } made && Has(made));
        var small = Shrink(RandomModel.Make(seed), Has);
        Assert.Equal((1, PieceKind.Race), (small.Size, small.Pieces.Single().Kind));
        Assert.NotEmpty(RandomModelGraph.Show(RandomModelGraph.Of(model)));

        static bool Has(Sequence sequence) => sequence.Pieces.Any(piece => piece.Kind == PieceKind.Race || piece.Inside.Any(Has));
    }

    private static string[] Log(Core.Bpmn.ProcessGraph graph, int seed)
    {
        var driver = new RandomDriver(graph, new Choices([], new Random(seed)));
        driver.Run();
        return [.. driver.Play.Log.Select(Play.Show)];
    }

    private static string Report(int seed, int path, Sequence model, List<int> made, string failure)
    {
        var kind = KindOf(failure);
        var (left, known) = (Stopwatch.StartNew(), made);
        // A smaller model may need other steps: its own, or those of some other seeds.
        var small = Shrink(model, smaller =>
        {
            if (left.Elapsed > ShrinkTime) return false;
            for (var other = 0; other < 30; other++)
            {
                var choices = new Choices(other == 0 ? known : [], other == 0 ? null : new Random(other));
                if (Failure(smaller, choices) is not { } found || KindOf(found) != kind) continue;
                known = choices.Made;
                return true;
            }
            return false;
        });
        for (var size = known.Count / 2; size > 0 && left.Elapsed < ShrinkTime; size /= 2)
        {
            for (var from = 0; from + size <= known.Count && left.Elapsed < ShrinkTime;)
            {
                List<int> fewer = [.. known.Take(from), .. known.Skip(from + size)];
                if (Failure(small, new Choices(fewer, null)) is { } found && KindOf(found) == kind) known = fewer;
                else from += size;
            }
        }
        var graph = RandomModelGraph.Of(small);
        var driver = new RandomDriver(graph, new Choices(known, null));
        var last = driver.Run();
        return $"seed {seed}, path {path}: {failure}\n\nsmaller: {last}\n\n{RandomModelGraph.Show(graph)}\n{string.Join('\n', driver.Play.Log.Select(Play.Show))}";
    }

    /// <summary>The same fault says the same up to the names and numbers in it.</summary>
    private static string KindOf(string failure) => new([.. failure.Split('\n', ':')[0].Where(c => !char.IsAsciiDigit(c)).Take(60)]);

    private static string? Failure(Sequence model, Choices choices) => new RandomDriver(RandomModelGraph.Of(model), choices).Run();

    private static Sequence Shrink(Sequence model, Func<Sequence, bool> fails)
    {
        while (model.Smaller().FirstOrDefault(fails) is { } smaller) model = smaller;
        return model;
    }
}
