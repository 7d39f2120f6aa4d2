using System.ComponentModel.DataAnnotations;

namespace Workflow.Contracts.Identity;

/// <summary>Limits that several requests share.</summary>
public static class Patterns
{
    /// <summary>Account names: small letters, digits, '-' and '_', beginning with a letter.</summary>
    public const string Account = "^[a-z][a-z0-9_-]{1,39}$";

    /// <summary>Division code (GB/T 2260).</summary>
    public const string Region = "^[0-9]{6}$";

    /// <summary>Codes of departments, joint items, definitions and calendars.</summary>
    public const string Code = "^[a-z][a-z0-9_-]{0,59}$";
}

/// <summary>POST /api/session.</summary>
public sealed record SignInRequest([property: StringLength(40)] string Account, [property: StringLength(128)] string Password);

/// <summary>Who is signed in: GET and POST /api/session.</summary>
/// <param name="Account">null when nobody is</param>
/// <param name="Csrf">to be sent as X-CSRF with every POST, PUT and DELETE of this session; null when nobody is signed in</param>
public sealed record SessionAnswer(string? Account, string? DisplayName, string? Kind, IReadOnlyList<GrantAnswer> Grants, string? Csrf);

/// <summary>A role held in a region, and for officers in one department of it.</summary>
/// <param name="Id">names the grant when it is revoked</param>
/// <param name="Role">applicant, window, officer, supervisor, designer, auditor, integrator or administrator</param>
/// <param name="Region">division code (GB/T 2260); 000000 is the whole country</param>
public sealed record GrantAnswer(string Id, string Role, string Region, string? Department);

/// <summary>A role to be granted: POST /api/accounts/{name}/grants.</summary>
/// <param name="Role">applicant, window, officer, supervisor, designer, auditor, integrator or administrator</param>
/// <param name="Region">division code; 000000 is the whole country</param>
/// <param name="Department">required for officers, possible for windows</param>
public sealed record GrantRequest(
    string Role, [property: RegularExpression(Patterns.Region)] string Region,
    [property: RegularExpression(Patterns.Code)] string? Department = null);

/// <summary>Opens an account: POST /api/accounts.</summary>
/// <param name="Account">name to sign in with; never used twice</param>
/// <param name="Kind">"staff", "integrator" or "applicant"; left out it is staff with grants and an applicant without</param>
/// <param name="Region">home region: its administrators administer the account</param>
/// <param name="Password">8 to 128 characters; integrators may have none and use API keys</param>
public sealed record OpenAccountRequest(
    [property: RegularExpression(Patterns.Account)] string Account,
    [property: RegularExpression(Patterns.Region)] string Region,
    [property: StringLength(60, MinimumLength = 1)] string DisplayName,
    string? Kind = null,
    [property: StringLength(128, MinimumLength = 8)] string? Password = null,
    [property: Length(0, 50)] IReadOnlyList<GrantRequest>? Grants = null);

/// <summary>An applicant opens an account of its own: POST /api/registrations.</summary>
public sealed record RegistrationRequest(
    [property: RegularExpression(Patterns.Account)] string Account,
    [property: StringLength(60, MinimumLength = 1)] string DisplayName,
    [property: StringLength(128, MinimumLength = 8)] string Password);

/// <summary>POST /api/accounts/{name}/password.</summary>
/// <param name="Current">required when one changes one's own; administrators leave it out when they reset another's</param>
public sealed record PasswordRequest(
    [property: StringLength(128, MinimumLength = 8)] string Password,
    [property: StringLength(128)] string? Current = null);

/// <summary>An account as its administrators see it.</summary>
/// <param name="Kind">"staff", "applicant" or "integrator"</param>
/// <param name="DisplayName">null once erased</param>
/// <param name="Absences">by their first day, those that are over too</param>
public sealed record AccountAnswer(
    string Account, string Kind, string Region, string? DisplayName, bool Closed, IReadOnlyList<GrantAnswer> Grants, IReadOnlyList<KeyAnswer> Keys,
    IReadOnlyList<AbsenceAnswer> Absences, IReadOnlyList<KeyAnswer> SigningSecrets);

/// <summary>Issues an API key: POST /api/accounts/{name}/keys.</summary>
/// <param name="Note">what it is for</param>
public sealed record KeyRequest([property: StringLength(200, MinimumLength = 1)] string Note);

public sealed record KeyAnswer(string Id, string Note, DateTimeOffset IssuedAt);

/// <summary>A new secret to sign messages with (Standard Webhooks): POST /api/accounts/{name}/signing-secrets. It is shown this once.</summary>
/// <param name="Secret">"whsec_" and the secret's bytes in base64</param>
public sealed record IssuedSecretAnswer(string Id, string Secret, string Note);

/// <summary>A new API key; sent as <c>Authorization: Bearer …</c>. It is shown this once.</summary>
public sealed record IssuedKeyAnswer(string Id, string Key, string Note);
