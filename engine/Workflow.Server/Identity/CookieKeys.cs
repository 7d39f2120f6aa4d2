using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Workflow.Postgres.Secrets;

namespace Workflow.Server.Identity;

/// <summary>The first key that protects cookies.</summary>
internal static class CookieKeys
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    // The framework holds a key's first day against the machine's own clock.
    private static readonly TimeSpan WrongClocks = TimeSpan.FromDays(1);

    /// <summary>
    /// Makes it when there is none. Left to the framework, two nodes that start at once, or whose clocks differ by more than five
    /// minutes, make a key each and do not read each other's cookies. Later keys are made days before they are used.
    /// </summary>
    public static Task EnsureAsync(DataProtectionKeys keys, IServiceProvider services, CancellationToken cancelled) => keys.AloneAsync(now =>
    {
        if (keys.ReadAll().Count == 0) services.GetRequiredService<IKeyManager>().CreateNewKey(now - WrongClocks, now + Lifetime);
    }, cancelled);
}

/// <summary>Hands the framework the cookie keys that all nodes share.</summary>
internal sealed class SharedKeys(DataProtectionKeys keys) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => [.. keys.ReadAll().Select(XElement.Parse)];

    public void StoreElement(XElement element, string friendlyName) =>
        keys.Add(friendlyName, element.ToString(SaveOptions.DisableFormatting));
}
