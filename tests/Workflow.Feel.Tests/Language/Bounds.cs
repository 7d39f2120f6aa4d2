using Xunit;

namespace Workflow.Feel.Tests.Language;

/// <summary>What holds of every evaluation, however hostile.</summary>
internal static class Bounds
{
    /// <summary>Memory of one evaluation beyond its cells: frames, diagnostics, the exception that ends it.</summary>
    private const long BytesBeyond = 8 * 1024 * 1024;

    /// <summary>What one cell may take in memory at most, with what is needed on the way to it.</summary>
    private const long BytesPerCell = 512;

    public static (Value Value, Evaluation Run) Check(Expression expression, Value.Context data, Budget budget)
    {
        var run = new Evaluation(budget, DateTimeOffset.UnixEpoch);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var value = expression.Evaluate(data, run);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(run.Fault is not null || (run.StepsUsed <= budget.Steps && run.CellsUsed <= budget.Cells), $"{run.StepsUsed} steps, {run.CellsUsed} cells: {Short(expression)}");
        Assert.True(run.Fault is null || (value is Value.NullValue && run.Diagnostics.Any(d => d.Code == run.Fault)), $"{run.Fault} is not told: {Short(expression)}");
        Assert.True(bytes <= BytesBeyond + (budget.Cells * BytesPerCell), $"{bytes:N0} bytes: {Short(expression)}");
        return (value, run);
    }

    public static string Short(Expression expression) => expression.Source.Length > 300 ? expression.Source[..300] + "…" : expression.Source;
}
