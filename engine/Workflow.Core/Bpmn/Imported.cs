namespace Workflow.Core.Bpmn;

/// <summary>The bytes of a file that a model imports; null when there is none.</summary>
/// <param name="location">as the import gives it: a path relative to the importing file, or an address</param>
public delegate ReadOnlyMemory<byte>? Imported(string location);
