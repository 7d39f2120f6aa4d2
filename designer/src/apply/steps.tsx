import { ApplicantFields, RegionField } from '../shared/form/applicantFields';
import { Field } from '../shared/form/field';
import { askedFields, idOf, neededMaterials } from '../shared/form/inputs';
import { MaterialCard } from '../shared/form/materials';
import { formTexts } from '../shared/form/texts';
import type { Uploads, UploadState } from '../shared/form/upload';
import { useTexts } from '../shared/texts';
import { Commitments, replacedBy } from './commitments';
import { ForWhom } from './forWhom';
import { intakeTexts } from './intakeTexts';
import { FillIn, Reuse } from './reuse';
import type { StepProps } from './wizard';

/** Each question once, for all items that need its answer; those that do not apply are not asked. */
export function QuestionsStep({ item, places, draft, change, checked, errorOf, onLeave }: StepProps) {
  return (
    <>
    <FillIn item={item} draft={draft} change={change} />
    <form className="card" onSubmit={(e) => e.preventDefault()} noValidate>
      {places.length > 1 && <RegionField places={places} value={draft.region} onChange={(region) => change((d) => ({ ...d, region }))} error={errorOf('$.region')} />}
      {askedFields(item, checked.check).map(({ field, neededBy }) => {
        const path = `$.answers.${field.name}`;
        return (
          <Field
            key={field.name} field={field} id={idOf(path)} neededBy={neededBy} input={draft.inputs[field.name]} error={errorOf(path)}
            onInput={(input) => change((d) => ({ ...d, inputs: { ...d.inputs, [field.name]: input } }))} onLeave={() => onLeave(path)}
          />
        );
      })}
    </form>
    </>
  );
}

export function ApplicantStep({ item, draft, change, errorOf, onLeave }: StepProps) {
  return (
    <form className="card" onSubmit={(e) => e.preventDefault()} noValidate>
      <ForWhom code={item.code} draft={draft} change={change} error={errorOf('$.mandate')} />
      <ApplicantFields value={draft.applicant} onChange={(applicant) => change((d) => ({ ...d, applicant }))} onLeave={onLeave} errorOf={errorOf} />
    </form>
  );
}

export function MaterialsStep({ item, draft, change, checked, uploads, sending, errorOf }: StepProps & { uploads: Uploads; sending: readonly UploadState[] }) {
  const f = useTexts(formTexts);
  const i = useTexts(intakeTexts);
  const replaced = replacedBy(item, draft, checked.check);
  const placed = draft.files.filter((file) => file.material !== null);
  return (
    <>
      <Reuse item={item} draft={draft} change={change} checked={checked} errorOf={errorOf} />
      <Commitments item={item} draft={draft} change={change} check={checked.check} />
      <p className="quiet">{f.fileLimit}</p>
      {neededMaterials(item, checked.check).map((needed) => {
        const { code } = needed.material;
        const wrong = placed.findIndex((file, i) => file.material === code && (errorOf(`$.materials[${i}]`) ?? errorOf(`$.materials[${i}].fileId`)) !== null);
        return (
          <MaterialCard
            key={code} needed={replaced.has(code) ? { ...needed, required: false } : needed} reason={replaced.has(code) ? i.replaced : undefined} uploads={uploads}
            files={draft.files.filter((file) => file.material === code)} sending={sending.filter((u) => u.material === code)}
            onRemove={(file) => change((d) => ({ ...d, files: d.files.filter((one) => one.fileId !== file.fileId) }))}
            error={wrong < 0 ? null : (errorOf(`$.materials[${wrong}]`) ?? errorOf(`$.materials[${wrong}].fileId`))}
          />
        );
      })}
    </>
  );
}
