using Workflow.Samples.Walk;

namespace Workflow.Samples.Setup;

/// <summary>Prints the demo accounts for whoever sits at the terminal.</summary>
internal static class AccountTable
{
    public static void Print(DemoAccounts accounts, string data, TextWriter to)
    {
        to.WriteLine();
        to.WriteLine($"{Columns.Pad("account", 22)}{Columns.Pad("password", 18)}who");
        foreach (var account in accounts.All)
            to.WriteLine($"{Columns.Pad(account.Account, 22)}{Columns.Pad(account.Password, 18)}{account.Name}");
        to.WriteLine($"{Columns.Pad("admin", 22)}{Columns.Pad("", 18)}{Path.Combine(data, "first-admin.txt")}");
        to.WriteLine();
    }
}
