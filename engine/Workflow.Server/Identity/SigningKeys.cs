using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Workflow.Contracts.Messages;
using Workflow.Core.Catalog.Accounts;
using Workflow.Postgres.Secrets;

namespace Workflow.Server.Identity;

/// <summary>What a signature proved.</summary>
/// <param name="Who">the account that signed, with its grants; null when the check failed</param>
/// <param name="Code">why it failed: signature-invalid or signature-expired</param>
/// <param name="Named">the account named, when there is one of that name; only then is anything kept for it</param>
internal sealed record SignatureVerdict(Principal? Who, string? Code, string? Named);

/// <summary>The secrets that integrators sign with, sealed at rest, and the check of a signature against them.</summary>
internal sealed class SigningKeys(SigningSecrets secrets, IDataProtectionProvider protection, AccountDirectory accounts, TimeProvider time)
{
    private const int IdLengthMax = 200;

    private readonly IDataProtector seal = protection.CreateProtector("onego signing secrets");

    /// <returns>false when there is a secret of that id already</returns>
    public Task<bool> AddAsync(string account, string id, string secret, CancellationToken ct) => secrets.AddAsync(account, id, seal.Protect(secret), ct);

    public Task RemoveAsync(string account, string id, CancellationToken ct) => secrets.RemoveAsync(account, id, ct);

    /// <summary>Who signed these bytes.</summary>
    /// <param name="tolerance">how far the signature's time may be from now; null where a message may have waited in a queue</param>
    public async Task<SignatureVerdict> CheckAsync(
        string? account, string? id, string? timestamp, string? signature, ReadOnlyMemory<byte> body, TimeSpan? tolerance, CancellationToken ct)
    {
        if (account is null || !Http.Codes.IsAccount(account)) return new(null, "signature-invalid", null);
        var state = await accounts.FindAsync(account, ct);
        if (!state.IsOpen || state.Kind != AccountKind.Integrator) return new(null, "signature-invalid", null);
        if (id is not { Length: > 0 and <= IdLengthMax } || signature is null
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > 253_402_300_799) return new(null, "signature-invalid", account);

        List<string> held = [];
        foreach (var (secretId, text) in await secrets.ReadAsync(account, ct))
            if (state.SigningSecrets.ContainsKey(secretId) && Open(text) is { } secret) held.Add(secret);
        if (!Signatures.IsSignedBy(held, id, timestamp, body.Span, signature)) return new(null, "signature-invalid", account);
        // Only now: whoever cannot sign learns nothing of our clock.
        if (tolerance is { } most && (time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() > most) return new(null, "signature-expired", account);
        return new(new Principal(account, AccountDirectory.GrantsOf(state), ByKey: true), null, account);
    }

    private string? Open(string text)
    {
        try
        {
            return seal.Unprotect(text);
        }
        catch (CryptographicException)
        {
            // Sealed by a key that is gone: nothing can be signed with it any more.
            return null;
        }
    }
}
