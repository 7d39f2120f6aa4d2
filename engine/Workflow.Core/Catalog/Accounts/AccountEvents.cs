using Workflow.Core.Cases;
using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog.Accounts;

// No event holds a password or what could be used to guess one: those stand in a table beside the log.

/// <param name="Region">home region: who administers it administers the account; 000000 for applicants</param>
/// <param name="DisplayName">what colleagues see; personal, so it can be erased</param>
public sealed record AccountOpened(string Account, AccountKind Kind, string Region, Personal DisplayName, DateTimeOffset At) : CatalogEvent;

/// <param name="GrantId">"{role}.{region}" or "{role}.{region}.{department}": the same grant has the same id</param>
public sealed record RoleGranted(string GrantId, Role Role, string Region, string? Department, DateTimeOffset At) : CatalogEvent;

public sealed record RoleRevoked(string GrantId, DateTimeOffset At) : CatalogEvent;

/// <summary>The password was changed or reset; sessions that began before it end.</summary>
public sealed record PasswordChanged(DateTimeOffset At) : CatalogEvent;

/// <param name="Sha256">lower-case hex of the key's SHA-256; the key is 256 random bits, so its hash tells nothing</param>
public sealed record ApiKeyIssued(string KeyId, string Sha256, string Note, DateTimeOffset At) : CatalogEvent;

public sealed record ApiKeyRevoked(string KeyId, DateTimeOffset At) : CatalogEvent;

/// <summary>An absence was recorded.</summary>
/// <param name="From">first day, in the calendar's zone</param>
/// <param name="To">last day</param>
/// <param name="Substitute">account that may take over meanwhile; null when none was named</param>
/// <param name="Basis">leave, illness, posting …</param>
public sealed record AbsenceRecorded(string AbsenceId, DateOnly From, DateOnly To, string? Substitute, string Basis, DateTimeOffset At) : CatalogEvent;

public sealed record AbsenceCancelled(string AbsenceId, DateTimeOffset At) : CatalogEvent;

/// <summary>A secret to sign messages with; it stands sealed in a table beside the log.</summary>
public sealed record SigningSecretIssued(string SecretId, string Note, DateTimeOffset At) : CatalogEvent;

public sealed record SigningSecretRevoked(string SecretId, DateTimeOffset At) : CatalogEvent;

public sealed record AccountClosed(DateTimeOffset At) : CatalogEvent;

public enum AccountKind { Staff, Applicant, Integrator }
