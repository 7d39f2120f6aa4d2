using Workflow.Core.Bpmn;
using Workflow.Core.Catalog;
using Workflow.Core.Deadlines;

namespace Workflow.Core.Cases;

/// <summary>What a case was started with, by exact version; it never changes under a running case.</summary>
public sealed record Pinned(JointItem JointItem, ProcessGraph Graph, WorkCalendar Calendar);
