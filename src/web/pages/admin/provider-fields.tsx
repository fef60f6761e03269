import type { ReactNode } from 'react';
import { PasswordInput, TextInput } from '../../design/fields.tsx';
import type { Fields } from '../../design/use-fields.ts';

export type ProviderValues = Readonly<
  Record<
    'name' | 'title' | 'issuer' | 'clientId' | 'clientSecret' | 'scopes' | 'groupsClaim',
    string
  >
>;

interface FieldsProps {
  readonly fields: Fields<ProviderValues>;
  readonly isNew: boolean;
}

/** What the provider is called, and where it is. */
export function ProviderFields({ fields: { bind }, isNew }: FieldsProps): ReactNode {
  return (
    <>
      <TextInput
        label="Name"
        description="In addresses: small letters, digits, hyphens."
        required
        pattern="[a-z0-9\-]{1,60}"
        disabled={!isNew}
        autoComplete="off"
        {...bind('name')}
      />
      <TextInput
        label="Title"
        description="On the button of the sign-in page."
        required
        autoComplete="off"
        {...bind('title')}
      />
      <TextInput
        label="Issuer"
        description="https://..., as its discovery says."
        type="url"
        required
        autoComplete="off"
        {...bind('issuer')}
      />
    </>
  );
}

/** What this server is for the provider, and what it tells of people. */
export function ClientFields({ fields: { bind }, isNew }: FieldsProps): ReactNode {
  return (
    <>
      <TextInput
        label="Client id"
        description="As the provider gave it."
        required
        autoComplete="off"
        {...bind('clientId')}
      />
      <PasswordInput
        label="Client secret"
        description={isNew ? 'As the provider gave it.' : 'Empty: as it is.'}
        required={isNew}
        autoComplete="new-password"
        {...bind('clientSecret')}
      />
      <TextInput
        label="Claim of groups"
        description="Where a person’s groups are listed."
        placeholder="groups"
        autoComplete="off"
        {...bind('groupsClaim')}
      />
      <TextInput
        label="More scopes (optional)"
        description="Besides openid, profile and email."
        autoComplete="off"
        {...bind('scopes')}
      />
    </>
  );
}
