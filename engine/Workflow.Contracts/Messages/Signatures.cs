using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Workflow.Contracts.Messages;

/// <summary>
/// Signatures as Standard Webhooks writes them: HMAC-SHA256 over "{id}.{timestamp}.{body}" under the secret, in base64 behind "v1,".
/// The same for what we send and for what is sent to us.
/// </summary>
public static class Signatures
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    /// <summary>Whose secret signed what is sent to us.</summary>
    public const string AccountHeader = "x-onego-account";

    /// <summary>A signature older or newer than this is refused where a clock is compared (HTTP).</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private const string SecretPrefix = "whsec_";
    private const string Version = "v1,";

    /// <summary>A new secret: "whsec_" and 32 random bytes in base64.</summary>
    public static string NewSecret() => SecretPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>The value of <see cref="SignatureHeader"/>.</summary>
    /// <param name="timestamp">seconds since 1970 UTC</param>
    public static string Sign(string secret, string id, long timestamp, ReadOnlySpan<byte> body) =>
        Version + Convert.ToBase64String(MacOf(secret, id, timestamp.ToString(CultureInfo.InvariantCulture), body));

    /// <summary>True when one of the signatures in the header (separated by spaces) is that of one of the secrets.</summary>
    /// <param name="timestamp">the header's text as it came</param>
    public static bool IsSignedBy(IEnumerable<string> secrets, string id, string timestamp, ReadOnlySpan<byte> body, string signatures)
    {
        var given = signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(s => s.StartsWith(Version, StringComparison.Ordinal)).Take(SignaturesMax).ToList();
        var isRight = false;
        foreach (var secret in secrets)
        {
            var mac = Encoding.ASCII.GetBytes(Convert.ToBase64String(MacOf(secret, id, timestamp, body)));
            // All of them are compared, so that the time taken tells nothing.
            foreach (var one in given) isRight |= CryptographicOperations.FixedTimeEquals(mac, Encoding.UTF8.GetBytes(one[Version.Length..]));
        }
        return isRight;
    }

    // Two while a secret is changed; a header with hundreds is an attack.
    private const int SignaturesMax = 5;

    private static byte[] MacOf(string secret, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        var key = Convert.FromBase64String(secret.StartsWith(SecretPrefix, StringComparison.Ordinal) ? secret[SecretPrefix.Length..] : secret);
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        mac.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        mac.AppendData(body);
        return mac.GetHashAndReset();
    }
}
