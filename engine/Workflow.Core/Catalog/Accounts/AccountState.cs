using System.Collections.Immutable;
using Workflow.Core.Cases;
using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog.Accounts;

/// <summary>An account as its events fold.</summary>
public sealed record AccountState : StreamState
{
    public static readonly AccountState Empty = new();

    public bool IsOpen { get; init; }
    public bool IsClosed { get; init; }
    public AccountKind Kind { get; init; }
    public string Region { get; init; } = "";
    public Personal DisplayName { get; init; }
    public ImmutableSortedDictionary<string, RoleGranted> Grants { get; init; } = ImmutableSortedDictionary.Create<string, RoleGranted>(StringComparer.Ordinal);
    public ImmutableSortedDictionary<string, ApiKeyIssued> Keys { get; init; } = ImmutableSortedDictionary.Create<string, ApiKeyIssued>(StringComparer.Ordinal);

    /// <summary>Recorded absences, those that are over too.</summary>
    public ImmutableSortedDictionary<string, AbsenceRecorded> Absences { get; init; } = ImmutableSortedDictionary.Create<string, AbsenceRecorded>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, SigningSecretIssued> SigningSecrets { get; init; } =
        ImmutableSortedDictionary.Create<string, SigningSecretIssued>(StringComparer.Ordinal);

    /// <summary>Grows with every password change; a session that carries another number is over.</summary>
    public int PasswordChanges { get; init; }

    public int Changes { get; init; }

    public override StreamState Evolve(Event happened)
    {
        var counted = this with { Changes = Changes + 1 };
        return happened switch
        {
            AccountOpened opened => counted with { IsOpen = true, Kind = opened.Kind, Region = opened.Region, DisplayName = opened.DisplayName },
            RoleGranted granted => counted with { Grants = Grants.SetItem(granted.GrantId, granted) },
            RoleRevoked revoked => counted with { Grants = Grants.Remove(revoked.GrantId) },
            PasswordChanged => counted with { PasswordChanges = PasswordChanges + 1 },
            ApiKeyIssued issued => counted with { Keys = Keys.SetItem(issued.KeyId, issued) },
            ApiKeyRevoked revoked => counted with { Keys = Keys.Remove(revoked.KeyId) },
            AbsenceRecorded recorded => counted with { Absences = Absences.SetItem(recorded.AbsenceId, recorded) },
            AbsenceCancelled cancelled => counted with { Absences = Absences.Remove(cancelled.AbsenceId) },
            SigningSecretIssued issued => counted with { SigningSecrets = SigningSecrets.SetItem(issued.SecretId, issued) },
            SigningSecretRevoked revoked => counted with { SigningSecrets = SigningSecrets.Remove(revoked.SecretId) },
            AccountClosed => counted with { IsOpen = false, IsClosed = true, Grants = Grants.Clear(), Keys = Keys.Clear(), SigningSecrets = SigningSecrets.Clear() },
            _ => this,
        };
    }
}

/// <summary>The stream kind "account".</summary>
public sealed class AccountStreams() : CatalogStreams<AccountState>("account", AccountState.Empty)
{
    public static string IdOf(string account) => "account-" + account;

    protected override DocumentRow? Document(string id, AccountState state) => state.IsOpen || state.IsClosed
        ? Row(id, state.Changes, state.Region, new AccountDocument(
            id, state.Kind, state.Region, state.DisplayName.Value, state.IsClosed,
            [.. state.Grants.Values.Select(g => new GrantDocument(g.GrantId, g.Role, g.Region, g.Department))],
            [.. state.Keys.Values.Select(k => new KeyDocument(k.KeyId, k.Note, k.At))],
            [.. state.Absences.Values.OrderBy(a => a.From).Select(a => new AbsenceDocument(a.AbsenceId, a.From, a.To, a.Substitute, a.Basis))],
            [.. state.SigningSecrets.Values.Select(k => new KeyDocument(k.SecretId, k.Note, k.At))]))
        : null;
}

/// <summary>An account as lists show it.</summary>
/// <param name="DisplayName">null once erased</param>
/// <param name="Absences">by their first day; default in rows written before there were absences</param>
public sealed record AccountDocument(
    string Account, AccountKind Kind, string Region, string? DisplayName, bool Closed,
    ImmutableArray<GrantDocument> Grants, ImmutableArray<KeyDocument> Keys, ImmutableArray<AbsenceDocument> Absences = default,
    ImmutableArray<KeyDocument>? SigningSecrets = null);

public sealed record GrantDocument(string Id, Role Role, string Region, string? Department);

public sealed record AbsenceDocument(string Id, DateOnly From, DateOnly To, string? Substitute, string Basis);

public sealed record KeyDocument(string Id, string Note, DateTimeOffset IssuedAt);
