using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Workflow.Postgres.Correlation;

namespace Workflow.Server.Correlation;

/// <summary>
/// Seals what a message says while it is parked: its sender may have written of a person, and there is no case yet whose key
/// could keep it. Sealed by the server's own keys, which stand apart from the message in the database and are shared by all nodes.
/// </summary>
internal sealed class MessageSeal(IDataProtectionProvider protection)
{
    private readonly IDataProtector seal = protection.CreateProtector("onego messages");

    public string Close(MessageContent content) => Convert.ToBase64String(seal.Protect(content.ToBytes()));

    /// <summary>Null when it was sealed by a key that is gone.</summary>
    public MessageContent? Open(string text)
    {
        try
        {
            return MessageContent.Of(seal.Unprotect(Convert.FromBase64String(text)));
        }
        catch (Exception gone) when (gone is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
