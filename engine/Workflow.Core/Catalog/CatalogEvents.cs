using Workflow.Core.Runtime;

namespace Workflow.Core.Catalog;

/// <summary>What happened to published things: regions, departments, accounts, calendars, definitions and their drafts, joint items.</summary>
public abstract record CatalogEvent : Event;

public static class CatalogEventNames
{
    public static readonly (string, Type)[] All =
    [
        ("region_defined", typeof(Regions.RegionDefined)),
        ("department_defined", typeof(Regions.DepartmentDefined)),
        ("account_opened", typeof(Accounts.AccountOpened)),
        ("role_granted", typeof(Accounts.RoleGranted)),
        ("role_revoked", typeof(Accounts.RoleRevoked)),
        ("password_changed", typeof(Accounts.PasswordChanged)),
        ("api_key_issued", typeof(Accounts.ApiKeyIssued)),
        ("api_key_revoked", typeof(Accounts.ApiKeyRevoked)),
        ("absence_recorded", typeof(Accounts.AbsenceRecorded)),
        ("absence_cancelled", typeof(Accounts.AbsenceCancelled)),
        ("signing_secret_issued", typeof(Accounts.SigningSecretIssued)),
        ("signing_secret_revoked", typeof(Accounts.SigningSecretRevoked)),
        ("account_closed", typeof(Accounts.AccountClosed)),
        ("calendar_published", typeof(Calendars.CalendarPublished)),
        ("definition_deployed", typeof(Definitions.DefinitionDeployed)),
        ("joint_item_published", typeof(JointItems.JointItemPublished)),
        ("rules_published", typeof(Rules.RulesPublished)),
        ("terms_published", typeof(Terms.TermsPublished)),
        ("mandate_given", typeof(Mandates.MandateGiven)),
        ("mandate_revoked", typeof(Mandates.MandateRevoked)),
        ("draft_saved", typeof(Drafts.DraftSaved)),
        ("draft_discarded", typeof(Drafts.DraftDiscarded)),
        ("subscription_defined", typeof(Subscriptions.SubscriptionDefined)),
        ("subscription_paused", typeof(Subscriptions.SubscriptionPaused)),
        ("subscription_resumed", typeof(Subscriptions.SubscriptionResumed)),
        ("subscription_secret_issued", typeof(Subscriptions.SubscriptionSecretIssued)),
        ("subscription_removed", typeof(Subscriptions.SubscriptionRemoved)),
        ("webhook_targets_allowed", typeof(Subscriptions.WebhookTargetsAllowed)),
        ("card_rules_published", typeof(Oversight.CardRulesPublished)),
        ("template_published", typeof(Templates.TemplatePublished)),
    ];
}
