using System.Buffers.Text;
using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Workflow.Core.Catalog.Accounts;

namespace Workflow.Server.Identity;

/// <summary>
/// A browser's session: an encrypted cookie with the account, the count of its password changes, and the token that unsafe
/// requests must repeat in <c>X-CSRF</c>. Nothing of it is kept on the server, so every node accepts it.
/// </summary>
public static class Sessions
{
    public const string CookieName = "onego";
    public const string CsrfHeader = "X-CSRF";

    /// <summary>A session ends so long after its last request: one working day.</summary>
    public static readonly TimeSpan IdleMax = TimeSpan.FromHours(9);

    private const string PasswordClaim = "pwd";
    private const string CsrfClaim = "csrf";

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = CookieName;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = IdleMax;
        options.SlidingExpiration = true;
    }

    /// <returns>the session's anti-forgery token</returns>
    public static async Task<string> BeginAsync(HttpContext http, string account, AccountState state)
    {
        var csrf = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));
        var identity = new ClaimsIdentity(
        [
            new Claim(ClaimTypes.Name, account),
            new Claim(PasswordClaim, state.PasswordChanges.ToString(CultureInfo.InvariantCulture)),
            new Claim(CsrfClaim, csrf),
        ], CookieAuthenticationDefaults.AuthenticationScheme);
        await http.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, new ClaimsPrincipal(identity));
        return csrf;
    }

    public static Task EndAsync(HttpContext http) => http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);

    /// <summary>The session that a request's cookie holds and until when, or null: no cookie, not ours, too old. <see cref="KnownSessions"/> asks.</summary>
    public static async Task<(Session Session, DateTimeOffset Until)?> OpenAsync(HttpContext http)
    {
        var result = await http.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return result.Principal is { } claims && claims.FindFirstValue(ClaimTypes.Name) is { } account
            && int.TryParse(claims.FindFirstValue(PasswordClaim), CultureInfo.InvariantCulture, out var changes)
            && claims.FindFirstValue(CsrfClaim) is { } csrf ? (new(account, changes, csrf), result.Properties?.ExpiresUtc ?? DateTimeOffset.MinValue) : null;
    }
}

/// <param name="PasswordChanges">of the account when the session began; another number now means that it is over</param>
public sealed record Session(string Account, int PasswordChanges, string Csrf)
{
    public bool IsCsrf(string? token) =>
        token is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(Csrf));
}
