using System.Security.Cryptography;
using System.Text;

namespace Workflow.Core.Cases.Messages;

/// <summary>
/// Where a message goes: its name and its correlation key as one fingerprint of 32 bytes (SHA-256). Tables hold this and not
/// the key, which may name a person; whoever knows the key finds the address, nobody reads the key off it.
/// </summary>
public static class MessageAddress
{
    /// <summary>Characters of a message's or a signal's name.</summary>
    public const int NameMax = Bpmn.EventXml.MessageNameMax;

    /// <summary>Characters of a correlation key.</summary>
    public const int KeyMax = 400;

    // No name and no key holds it, so that no two pairs read the same.
    private const char Between = '\0';

    /// <param name="key">null for a message without a key, which is another address than any key's</param>
    public static byte[] Of(string name, string? key) => SHA256.HashData(Encoding.UTF8.GetBytes(key is null ? name : $"{name}{Between}{key}"));
}
