using Microsoft.AspNetCore.DataProtection;
using Workflow.Contracts.Messages;
using Workflow.Postgres.Delivery;

namespace Workflow.Server.Delivery;

/// <summary>Signing secrets of subscriptions: encrypted where they are kept, in the clear only to sign and to be shown once.</summary>
internal sealed class Secrets(SubscriptionSecrets kept, IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("onego.subscription-secret");

    /// <summary>The subscription's first secret, made now when there is none.</summary>
    public async Task<string> EnsureAsync(string subscription, CancellationToken ct) =>
        protector.Unprotect(await kept.EnsureAsync(subscription, protector.Protect(Signatures.NewSecret()), ct));

    /// <summary>A new secret; the one before signs too for a day.</summary>
    public async Task<string> ReplaceAsync(string subscription, CancellationToken ct)
    {
        var secret = Signatures.NewSecret();
        await kept.ReplaceAsync(subscription, protector.Protect(secret), ct);
        return secret;
    }

    /// <summary>Those that sign now, the newest first.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(string subscription, CancellationToken ct) =>
        [.. (await kept.ReadAsync(subscription, ct)).Select(protector.Unprotect)];
}
