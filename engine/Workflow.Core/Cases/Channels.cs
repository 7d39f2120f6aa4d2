namespace Workflow.Core.Cases;

/// <summary>How an application came in.</summary>
public static class Channels
{
    /// <summary>Filed by a clerk of the window (窗口) for whoever stands there.</summary>
    public const string Window = "window";

    /// <summary>Filed by the applicant.</summary>
    public const string Online = "online";
}
