using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog.Accounts;

/// <summary>Issues an API key to an integrator's account.</summary>
/// <param name="Sha256">lower-case hex of the key's SHA-256</param>
public sealed record IssueApiKey(string Account, string KeyId, string Sha256, string Note) : AccountCommand(Account)
{
    /// <summary>Two to change over, some for stages; more would be a list nobody keeps.</summary>
    public const int KeysMax = 10;

    protected override Outcome DecideOpen(AccountState account, DateTimeOffset now) =>
        account.Kind != AccountKind.Integrator ? Outcome.Reject("not-an-integrator")
        : account.Keys.ContainsKey(KeyId) ? Outcome.Accept()
        : account.Keys.Count >= KeysMax ? Outcome.Reject("too-many-keys", ("limit", $"{KeysMax}"))
        : Outcome.Accept(new ApiKeyIssued(KeyId, Sha256, Note, now));
}

/// <summary>Takes an API key back; it stops working at once.</summary>
public sealed record RevokeApiKey(string Account, string KeyId) : AccountCommand(Account)
{
    protected override Outcome DecideOpen(AccountState account, DateTimeOffset now) =>
        account.Keys.ContainsKey(KeyId) ? Outcome.Accept(new ApiKeyRevoked(KeyId, now)) : Outcome.Accept();
}
