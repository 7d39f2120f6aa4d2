namespace Workflow.Contracts.Cases;

/// <summary>Indicators (效能指标): GET /api/indicators?by=&amp;from=&amp;to=&amp;period=&amp;region=&amp;jointItem=&amp;after=.</summary>
/// <param name="Position">position in the log that the figures include</param>
/// <param name="Waiting">cases that are still being derived anew, after a change of rules</param>
/// <param name="By">all, region, jointItem, department or item</param>
/// <param name="Period">none, day, week or month</param>
public sealed record IndicatorsAnswer(
    long Position, long Waiting, string By, string Period, DateOnly From, DateOnly To, IReadOnlyList<IndicatorDefinition> Definitions, IReadOnlyList<IndicatorGroupLine> Lines);

/// <param name="Unit">percent, number, hours, days or level</param>
/// <param name="OfCases">counted over cases answered in the time; otherwise over steps done and cards shown in it</param>
/// <param name="Green">the last value that is green, as it holds in the region asked for</param>
/// <param name="Yellow">the last value that is yellow</param>
public sealed record IndicatorDefinition(string Code, Text Name, string Unit, bool HigherIsBetter, bool OfCases, decimal Green, decimal Yellow);

/// <param name="Key">division code, joint item, "region/department" or "jointItem/serviceItem"; "" for all</param>
/// <param name="PeriodStart">first day of the period; null when the whole time is one</param>
public sealed record IndicatorGroupLine(string Key, Text Name, DateOnly? PeriodStart, IReadOnlyList<IndicatorValue> Values);

/// <param name="Value">null where there is nothing to divide by</param>
/// <param name="Of">of how many cases, steps or ratings it is the mean or the share</param>
/// <param name="Colour">green, yellow, red or none</param>
public sealed record IndicatorValue(string Code, decimal? Value, long Of, string Colour);

/// <summary>The status codes that a case and its service items went through: GET /api/cases/{id}/statuses.</summary>
/// <param name="Item">service item; null for the whole case</param>
/// <param name="Code">1 to 15, of the exchange standard</param>
public sealed record CaseStatusEntry(string? Item, string? Department, int Code, Text Name, DateTimeOffset At, long Version);
