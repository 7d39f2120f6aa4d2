using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Workflow.Feel;
using Workflow.Feel.Dmn;

namespace Workflow.Benchmarks.Feel;

/// <summary>What an evaluation costs: tables beside the same rules in C#, and expressions, each parsed once before.</summary>
public class FeelBenchmarks
{
    private readonly DecisionModel first = FeelTables.Of("FIRST"), unique = FeelTables.Of("UNIQUE"), collect = FeelTables.Of("COLLECT");
    private readonly Expression comparison = Parse("area > 100"), arithmetic = Parse("(area + 12.5) * staff / 3 - 2 ** 3"), path = Parse("shop.owner.age"),
        filter = Parse("staffs[age > 30 and name != \"b\"]"), loop = Parse("sum(for s in staffs return s.age * 2)");
    private readonly Value.Context data = FeelTables.Given.With("shop", Value.Context.Empty.With("owner", Value.Context.Empty.With("age", 44)))
        .With("staffs", new Value.List([.. Enumerable.Range(0, 10).Select(i => (Value)Value.Context.Empty.With("age", 25 + i).With("name", i % 2 == 0 ? "a" : "b"))]));

    /// <summary>In this process, short, so that the whole takes under two minutes.</summary>
    public static int Run()
    {
        var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance).WithIterationTime(Perfolizer.Horology.TimeInterval.FromMilliseconds(250));
        var summary = BenchmarkRunner.Run<FeelBenchmarks>(DefaultConfig.Instance.AddJob(job).AddDiagnoser(MemoryDiagnoser.Default).WithArtifactsPath(Path.Combine(Path.GetTempPath(), "onego-benchmarks")));
        return summary.HasCriticalValidationErrors ? 1 : 0;
    }

    [Benchmark(Baseline = true)]
    public int RulesByHand() => FeelTables.HandWritten(168, 7, "restaurant", "south", true);

    [Benchmark]
    public Value TableFirst() => first.Evaluate("fee", FeelTables.Given, new Evaluation()).Value;

    [Benchmark]
    public Value TableUnique() => unique.Evaluate("fee", FeelTables.Given, new Evaluation()).Value;

    [Benchmark]
    public Value TableCollect() => collect.Evaluate("fee", FeelTables.Given, new Evaluation()).Value;

    [Benchmark]
    public Value Comparison() => comparison.Evaluate(data, new Evaluation());

    [Benchmark]
    public Value Arithmetic() => arithmetic.Evaluate(data, new Evaluation());

    [Benchmark]
    public Value PathIntoContexts() => path.Evaluate(data, new Evaluation());

    [Benchmark]
    public Value FilterOfTen() => filter.Evaluate(data, new Evaluation());

    [Benchmark]
    public Value LoopOfTen() => loop.Evaluate(data, new Evaluation());

    private static Expression Parse(string text) => Expression.TryParse(text, out var expression, out var error) ? expression : throw new InvalidOperationException(error.Message);
}
