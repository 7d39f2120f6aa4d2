namespace Workflow.Contracts.Cases;

/// <summary>What is open in the regions that the caller oversees: GET /api/board?region=&amp;jointItem=.</summary>
/// <param name="Now">the database's time when this was read, UTC; up to ten seconds ago where it takes long to count</param>
/// <param name="Open">open cases, whatever their clock does</param>
/// <param name="FiledToday">cases filed since midnight of Asia/Shanghai</param>
/// <param name="Departments">those with open tasks, at most 1,000; red cards first, then yellow ones, then by load</param>
/// <param name="Ratings">of the cases concluded in these regions</param>
public sealed record BoardAnswer(
    DateTimeOffset Now, int Open, int FiledToday, int ConcludedToday, IReadOnlyList<StatusCount> ByStatus, CardCounts Cards,
    IReadOnlyList<DepartmentLine> Departments, IReadOnlyList<JointItemLine> JointItems, RatingCounts Ratings);

/// <param name="Status">code of the exchange standard; only those of open cases occur</param>
public sealed record StatusCount(int Status, Text Name, int Count);

/// <summary>Open cases whose own clock shows a card.</summary>
public sealed record CardCounts(int Yellow, int Red);

/// <summary>What lies on one department of one region.</summary>
/// <param name="Open">open tasks, claimed ones among them</param>
/// <param name="Yellow">of these, tasks whose own clock shows a yellow card</param>
/// <param name="NextDueAt">the earliest due instant of these tasks, which may have passed; null when no clock runs</param>
public sealed record DepartmentLine(
    string Region, string Department, Text Name, int Open, int Claimed, int Yellow, int Red, DateTimeOffset OldestOpenedAt, DateTimeOffset? NextDueAt);

/// <param name="Open">open cases of this joint item</param>
public sealed record JointItemLine(string Code, Text Name, int Open, int Yellow, int Red);

/// <summary>好差评.</summary>
/// <param name="Levels">how many gave each level, from 1 (很不满意) to 5 (非常满意)</param>
public sealed record RatingCounts(int Count, IReadOnlyList<int> Levels);

/// <summary>How much work each step of a joint item was, and how long it took: GET /api/heat/{jointItem}?version=&amp;from=&amp;to=.</summary>
/// <param name="Definition">key of the definition that the counted cases run on</param>
/// <param name="Version">its version: the one asked for, else that of the newest case</param>
/// <param name="Xml">its BPMN</param>
/// <param name="Counted">cases counted, the newest</param>
/// <param name="HasMore">there are older cases that were not looked at: at most 2,000 are</param>
/// <param name="Elements">the steps that somebody works on, in the order of the file</param>
public sealed record HeatAnswer(string Definition, int Version, string Xml, int Counted, bool HasMore, IReadOnlyList<HeatElement> Elements);

/// <summary>One step. Times are working minutes of the joint item's calendar from opening to closing, over those done; null where none is.</summary>
/// <param name="Department">department code; null for automated steps and for steps that several departments did</param>
/// <param name="Done">how often it was done; what was cancelled is not counted</param>
/// <param name="Open">how often it is open now</param>
public sealed record HeatElement(
    string Element, string Name, string? Department, int Done, int Open, int? MeanMinutes, int? MedianMinutes, int? P90Minutes);
