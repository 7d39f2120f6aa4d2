using System.Security.Cryptography;
using System.Text;

namespace Workflow.Postgres.Log;

/// <summary>
/// A stream's own key (table case_key): personal values are AES-256-GCM under it, a random nonce each, bound to the
/// stream's id. Without the key they are erased.
/// </summary>
internal sealed class CaseKey
{
    public const int KeySize = 32;
    private const string Prefix = "p1:";
    private const int NonceSize = 12;
    private const int TagSize = 16;

    /// <summary>The key was deleted: nothing can be read, and nothing personal is written any more.</summary>
    public static readonly CaseKey Erased = new(null);

    private readonly byte[]? _key;

    private CaseKey(byte[]? key) => _key = key;

    public static CaseKey Of(byte[] key) => key.Length == KeySize ? new(key) : throw new CryptographicException("a case key has 32 bytes");

    public static CaseKey Create() => new(RandomNumberGenerator.GetBytes(KeySize));

    public bool IsErased => _key is null;

    public byte[] Bytes => _key ?? throw new InvalidOperationException("the key was erased");

    /// <summary>"p1:" and base64 of nonce, tag and cipher text; null once erased.</summary>
    public string? Seal(string value, string streamId)
    {
        if (_key is null) return null;
        int length = Encoding.UTF8.GetByteCount(value);
        byte[] sealedBytes = new byte[NonceSize + TagSize + length];
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(0, NonceSize));
        using var aes = new AesGcm(_key, TagSize);
        aes.Encrypt(
            sealedBytes.AsSpan(0, NonceSize), Encoding.UTF8.GetBytes(value), sealedBytes.AsSpan(NonceSize + TagSize),
            sealedBytes.AsSpan(NonceSize, TagSize), Encoding.UTF8.GetBytes(streamId));
        return Prefix + Convert.ToBase64String(sealedBytes);
    }

    /// <summary>The value, or null once erased.</summary>
    /// <exception cref="CryptographicException">the text was changed, or belongs to another stream</exception>
    public string? Open(string text, string streamId)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal)) throw new CryptographicException("a personal value is not in the form 'p1:'");
        if (_key is null) return null;
        byte[] bytes = Convert.FromBase64String(text[Prefix.Length..]);
        byte[] value = new byte[bytes.Length - NonceSize - TagSize];
        using var aes = new AesGcm(_key, TagSize);
        aes.Decrypt(
            bytes.AsSpan(0, NonceSize), bytes.AsSpan(NonceSize + TagSize), bytes.AsSpan(NonceSize, TagSize), value, Encoding.UTF8.GetBytes(streamId));
        return Encoding.UTF8.GetString(value);
    }
}
