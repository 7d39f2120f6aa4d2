using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog.Accounts;

/// <summary>Issues a secret that an integrator signs its messages with; the secret itself is kept beside the log.</summary>
public sealed record IssueSigningSecret(string Account, string SecretId, string Note) : AccountCommand(Account)
{
    /// <summary>Two to change over, some for stages; each is tried when a signature is checked.</summary>
    public const int SecretsMax = 4;

    protected override Outcome DecideOpen(AccountState account, DateTimeOffset now) =>
        account.Kind != AccountKind.Integrator ? Outcome.Reject("not-an-integrator")
        : account.SigningSecrets.ContainsKey(SecretId) ? Outcome.Accept()
        : account.SigningSecrets.Count >= SecretsMax ? Outcome.Reject("too-many-secrets", ("limit", $"{SecretsMax}"))
        : Outcome.Accept(new SigningSecretIssued(SecretId, Note, now));
}

/// <summary>Takes a signing secret back; what is signed with it is refused at once.</summary>
public sealed record RevokeSigningSecret(string Account, string SecretId) : AccountCommand(Account)
{
    protected override Outcome DecideOpen(AccountState account, DateTimeOffset now) =>
        account.SigningSecrets.ContainsKey(SecretId) ? Outcome.Accept(new SigningSecretRevoked(SecretId, now)) : Outcome.Accept();
}
