using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Workflow.Server.Identity;

/// <summary>
/// An integrator's key, "ogk.{account}.{key id}.{secret}": it names the account, so that no list of keys is searched. The
/// secret is 256 random bits, so its plain SHA-256 may stand in the log.
/// </summary>
public sealed record ApiKey(string Account, string Id, string Secret)
{
    private const string Prefix = "ogk";

    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Secret)));

    public override string ToString() => $"{Prefix}.{Account}.{Id}.{Secret}";

    public static ApiKey New(string account, string id) => new(account, id, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));

    public static ApiKey? Parse(string text)
    {
        if (text.Length > 300) return null;
        return text.Split('.') is [Prefix, { Length: > 0 } account, { Length: > 0 } id, { Length: > 0 } secret] ? new(account, id, secret) : null;
    }

    public bool Matches(string sha256) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sha256), Encoding.ASCII.GetBytes(sha256));
}
