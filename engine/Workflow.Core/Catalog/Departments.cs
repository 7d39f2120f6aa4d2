namespace Workflow.Core.Catalog;

/// <summary>Department codes that mean something to the engine itself; all others are a region's own.</summary>
public static class Departments
{
    /// <summary>The service window (窗口) of a region: receives, accepts, delivers.</summary>
    public const string Window = "window";
}
