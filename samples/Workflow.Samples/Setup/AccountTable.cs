using Workflow.Samples.Walk;

namespace Workflow.Samples.Setup;

/// <summary>Prints the demo accounts for whoever sits at the terminal.</summary>
internal static class AccountTable
{
    public static void Print(DemoAccounts accounts, string data, TextWriter to)
    {
        int width = accounts.All.Select(a => a.Account.Length).Append("account".Length).Max() + 2;
        to.WriteLine();
        to.WriteLine($"{Columns.Pad("account", width)}{Columns.Pad("password", 18)}who");
        foreach (var account in accounts.All)
            to.WriteLine($"{Columns.Pad(account.Account, width)}{Columns.Pad(account.Password, 18)}{account.Name}");
        to.WriteLine($"{Columns.Pad("admin", width)}{Columns.Pad("", 18)}{Path.Combine(data, "first-admin.txt")}");
        to.WriteLine();
    }
}
