namespace Workflow.Core.Cases;

/// <summary>
/// A personal value in an event. Stored encrypted under the case's own key; when that key is deleted the value is
/// erased and reads as <see cref="Erased"/>. Folding tolerates erased values.
/// </summary>
public readonly record struct Personal(string? Value)
{
    /// <summary>The value is gone: its key was deleted.</summary>
    public static readonly Personal Erased;

    public bool IsErased => Value is null;

    public override string ToString() => "(personal)";
}
