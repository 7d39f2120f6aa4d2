using System.Buffers.Text;
using System.Security.Cryptography;
using Workflow.Core.Cases;
using Workflow.Core.Catalog.Accounts;
using Workflow.Core.Runtime;
using Workflow.Postgres.Secrets;
using Workflow.Server.Hosting;
using Workflow.Server.Http;

namespace Workflow.Server.Identity;

/// <summary>
/// On an empty database somebody has to open the first accounts: "admin", for the whole country, with a random password
/// that is written once to a private file. A crash at any point is healed by the next start.
/// </summary>
internal static class FirstAdministrator
{
    public const string Account = "admin";

    /// <returns>true when the account was made now</returns>
    public static async Task<bool> EnsureAsync(Submit submit, ReadStream read, AccountSecrets secrets, Passwords passwords, DataFolder folder, CancellationToken cancelled)
    {
        var isNew = await secrets.ReadAsync(Account, cancelled) is null;
        if (isNew)
        {
            var password = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(15));
            // The file first: a password that nobody can read would lock everybody out.
            DataFolder.WritePrivate(folder.FirstAdministrator, $"{Account} {password}\n");
            if (!await secrets.AddAsync(Account, passwords.Hash(Account, password), cancelled))
            {
                // Another node was first, and its file holds the password.
                isNew = false;
                File.Delete(folder.FirstAdministrator);
            }
        }
        if (await read(AccountStreams.IdOf(Account), cancelled) is { Version: > 0 }) return isNew;
        var open = new OpenAccount(Account, AccountKind.Staff, Regions.WholeCountry, new Personal("Administrator"),
            [new GrantWish(Role.Administrator, Regions.WholeCountry, null)]) { By = Actor.System("setup") };
        var answer = await submit(new Envelope(new CommandId("system", "internal", "first-administrator"), open, SHA256.HashData("first-administrator"u8), CommandPriority.System), cancelled);
        return answer is Answer.Accepted or Answer.Rejected { Why.Code: "account-exists" } ? isNew
            : throw new StartException(ExitCode.DatabaseUnusable, $"The first administrator could not be made: {answer}.");
    }
}
