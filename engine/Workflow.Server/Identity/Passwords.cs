using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Workflow.Postgres.Secrets;

namespace Workflow.Server.Identity;

/// <summary>What a try to sign in came to.</summary>
public enum SignInResult { Right, Wrong, LockedOut }

/// <summary>
/// Passwords: PBKDF2 (HMAC-SHA512, salt and cost within the hash). The tries on one account are checked one after another
/// on a node, so that many at once cannot outrun the count that locks it.
/// </summary>
public sealed class Passwords(AccountSecrets secrets, int iterations)
{
    /// <summary>OWASP's advice of 2023 for PBKDF2-HMAC-SHA512; tests use less.</summary>
    public const int IterationsUsual = 210_000;

    private const int Stripes = 256;

    private readonly PasswordHasher<string> hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = iterations }));
    private readonly SemaphoreSlim[] stripes = [.. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(1, 1))];
    private string? decoy;

    public string Hash(string account, string password) => hasher.HashPassword(account, password);

    /// <param name="isOpen">whether the account exists and is open; a closed or unknown one takes as long as any other to refuse</param>
    public async Task<(SignInResult Result, DateTimeOffset? LockedUntil)> CheckAsync(string account, string password, bool isOpen, CancellationToken cancelled)
    {
        var stripe = stripes[(uint)StringComparer.Ordinal.GetHashCode(account) % Stripes];
        await stripe.WaitAsync(cancelled);
        try
        {
            var secret = isOpen ? await secrets.ReadAsync(account, cancelled) : null;
            if (secret is null)
            {
                hasher.VerifyHashedPassword(account, decoy ??= hasher.HashPassword("", ""), password);
                return (SignInResult.Wrong, null);
            }
            if (secret.LockedUntil is { } until) return (SignInResult.LockedOut, until);

            var verdict = hasher.VerifyHashedPassword(account, secret.PasswordHash, password);
            if (verdict == PasswordVerificationResult.Failed)
                return await secrets.FailedAsync(account, cancelled) is { } now ? (SignInResult.LockedOut, now) : (SignInResult.Wrong, null);

            if (secret.Failures > 0) await secrets.SucceededAsync(account, cancelled);
            if (verdict == PasswordVerificationResult.SuccessRehashNeeded)
                await secrets.RenewAsync(account, secret.PasswordHash, Hash(account, password), cancelled);
            return (SignInResult.Right, null);
        }
        finally
        {
            stripe.Release();
        }
    }
}
