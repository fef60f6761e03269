import type { FilterOption } from '../../design/filter-bar.tsx';

/** What the log calls a deed, in words that follow a name: "alice signed in". */
const WORDS: Readonly<Record<string, string>> = {
  'session.begin': 'signed in',
  'session.end': 'signed out',
  'session.end-others': 'ended the other sessions',
  'second-step.begin': 'set up a second step',
  'second-step.end': 'took away the second step',
  'account.change': 'changed the account',
  'account.change-password': 'changed the password',
  'account.delete': 'deleted the account',
  'identity.unlink': 'unlinked an identity',
  'user.create': 'made the account',
  'user.verify-email': 'confirmed the e-mail address',
  'user.block': 'blocked a user',
  'user.unblock': 'unblocked a user',
  'user.promote': 'made an administrator',
  'user.demote': 'took administration away',
  'user.delete': 'deleted a user',
  'token.create': 'made a token',
  'token.revoke': 'revoked a token',
  'robot-token.create': 'made a token of the organization',
  'robot-token.revoke': 'revoked a token of the organization',
  'organization.create': 'made the organization',
  'namespace.change': 'changed the settings',
  'namespace.activate': 'activated analysis for all',
  'namespace.deactivate': 'deactivated analysis for all',
  'namespace.set-plan': 'set the plan',
  'namespace.set-quota': 'set the quota',
  'namespace.delete': 'deleted the organization',
  'invitation.create': 'invited',
  'invitation.accept': 'accepted the invitation',
  'invitation.withdraw': 'withdrew the invitation',
  'member.set-role': 'set the role',
  'member.remove': 'removed a member',
  'member.leave': 'left',
  'team.create': 'made a team',
  'team.change': 'changed a team',
  'team.delete': 'deleted a team',
  'team.add-member': 'added to a team',
  'team.remove-member': 'removed from a team',
  'repository.create': 'made the repository',
  'repository.change': 'changed the repository',
  'repository.activate': 'activated analysis',
  'repository.deactivate': 'deactivated analysis',
  'repository.delete': 'deleted the repository',
  'grant.set': 'gave access',
  'grant.withdraw': 'took access away',
  'tag.delete': 'deleted a tag',
  'manifest.delete': 'deleted an image',
  'sbom.push': 'pushed an SBOM',
  'analysis.rerun': 'ran the analysis again',
  'analysis.cancel': 'cancelled the analysis',
  'instance.set-up': 'set the server up',
  'feeds.update': 'updated the feeds',
  'storage.collect': 'collected garbage',
  'identity-provider.put': 'set an identity provider',
  'identity-provider.set-groups': 'set the groups of a provider',
  'identity-provider.delete': 'removed an identity provider',
};

/** A deed that has no words yet is said as the log has it. */
export function deedWords(deed: string): string {
  return Object.hasOwn(WORDS, deed) ? (WORDS[deed] ?? deed) : deed;
}

/** All that can be looked for. */
export const DEED_OPTIONS: readonly FilterOption[] = Object.entries(WORDS).map(([value, text]) => ({
  value,
  text,
}));
