import { pick, useTexts } from '../texts';
import type { ApplicantInput } from './draft';
import { FieldFrame, NumberCode, Radios, TextInput } from './field';
import { formTexts } from './texts';
import type { Place } from './types';

interface Props {
  value: ApplicantInput;
  onChange: (value: ApplicantInput) => void;
  onLeave: (path: string) => void;
  errorOf: (path: string) => string | null;
  /** A window may name the account that the case shall belong to. */
  withAccount?: boolean;
}

/** Who applies. */
export function ApplicantFields({ value, onChange, onLeave, errorOf, withAccount = false }: Props) {
  const t = useTexts(formTexts);
  const isPerson = value.kind === 'person';
  const set = (change: Partial<ApplicantInput>) => onChange({ ...value, ...change });
  const leave = (name: string) => () => onLeave(`$.applicant.${name}`);
  const kinds = [{ value: 'person', label: t.person }, { value: 'organisation', label: t.organisation }];
  return (
    <>
      <FieldFrame id="applicant-kind" label={t.applicantKind} group error={errorOf('$.applicant.kind')}>
        {() => <Radios id="applicant-kind" choices={kinds} value={value.kind} onInput={(kind) => set({ kind: kind as ApplicantInput['kind'] })} onLeave={leave('kind')} />}
      </FieldFrame>
      <FieldFrame id="applicant-name" label={isPerson ? t.personName : t.organisationName} error={errorOf('$.applicant.name')}>
        {(described) => <TextInput id="applicant-name" required value={value.name} onInput={(name) => set({ name })} onLeave={leave('name')} described={described} autoComplete={isPerson ? 'name' : 'organization'} maxLength={100} />}
      </FieldFrame>
      <FieldFrame id="applicant-idNumber" label={isPerson ? t.residentId : t.creditCode} hint={isPerson ? t.residentIdHint : t.creditCodeHint} error={errorOf('$.applicant.idNumber')}>
        {(described) => <NumberCode id="applicant-idNumber" required value={value.idNumber} onInput={(idNumber) => set({ idNumber })} onLeave={leave('idNumber')} described={described} />}
      </FieldFrame>
      <FieldFrame id="applicant-phone" label={t.phone} hint={t.phoneHint} error={errorOf('$.applicant.phone')}>
        {(described) => <TextInput id="applicant-phone" required value={value.phone} onInput={(phone) => set({ phone })} onLeave={leave('phone')} described={described} inputMode="tel" type="tel" autoComplete="tel" maxLength={20} />}
      </FieldFrame>
      {withAccount && (
        <FieldFrame id="applicant-account" label={t.applicantAccount} required={false} hint={t.applicantAccountHint} error={errorOf('$.applicant.account')}>
          {(described) => <TextInput id="applicant-account" required={false} value={value.account ?? ''} onInput={(account) => set({ account })} onLeave={leave('account')} described={described} maxLength={40} />}
        </FieldFrame>
      )}
    </>
  );
}

/** Where it is handled: a question only where there are several places. */
export function RegionField({ places, value, onChange, error }: { places: readonly Place[]; value: string; onChange: (code: string) => void; error: string | null }) {
  const t = useTexts(formTexts);
  return (
    <FieldFrame id="region" label={t.region} error={error}>
      {(described) => (
        <select id="region" className="f-input" value={value} aria-required onChange={(e) => onChange(e.target.value)} {...described}>
          {!places.some((p) => p.code === value) && <option value={value}>{t.choose}</option>}
          {places.map((p) => <option key={p.code} value={p.code}>{pick(p.name)}</option>)}
        </select>
      )}
    </FieldFrame>
  );
}
