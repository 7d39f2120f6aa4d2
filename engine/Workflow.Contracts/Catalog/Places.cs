namespace Workflow.Contracts.Catalog;

/// <summary>Defines a region or a department, or renames it: PUT /api/regions/{code}, PUT /api/departments/{region}/{code}.</summary>
public sealed record NamedRequest(Text Name);

/// <param name="Code">division code (GB/T 2260)</param>
public sealed record RegionAnswer(string Code, Text Name);

/// <param name="Region">division code (GB/T 2260)</param>
/// <param name="Code">short name within the region, for instance "fire"</param>
public sealed record DepartmentAnswer(string Region, string Code, Text Name);
