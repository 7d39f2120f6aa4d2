import { useState } from 'react';
import { FormDialog } from '../parts/Dialog';
import { CheckField, ChoiceField, TextField } from '../parts/Field';
import { JointItemField } from '../parts/places';
import { pick, useTexts } from '../shared/texts';
import { shellTexts } from '../staff/texts';
import type { Rule, RulesAnswer, Target } from './api';
import { isAboutClocks, waits, withKind } from './figures';
import { oversightTexts } from './texts';

const clocks = ['case', 'intake', 'review', 'supplement', 'delivery', 'obligation', 'special'] as const;
const units = ['workingDays', 'workingHours', 'halfDays'] as const;

/** One rule; what is wrong with it the server says when all are previewed or published. */
export function RuleDialog({ answer, rule: given, onSave, onClose }: { answer: RulesAnswer; rule: Rule; onSave: (rule: Rule) => void; onClose: () => void }) {
  const t = useTexts(oversightTexts);
  const s = useTexts(shellTexts);
  const [rule, setRule] = useState(given);
  const set = (change: Partial<Rule>) => setRule({ ...rule, ...change });
  return (
    <FormDialog title={t.editRule} submit={t.ruleSaved} onClose={onClose} onSubmit={async () => { onSave(rule); onClose(); }}>
      <ChoiceField label={t.kind} value={rule.kind} onChange={(kind) => setRule(withKind(rule, kind))} choices={answer.kinds.map((k) => ({ value: k.code, label: pick(k.name) }))} />
      <CheckField label={t.on} checked={rule.on} onChange={(on) => set({ on })} />
      <ChoiceField label={t.card} value={rule.card} onChange={(card) => set({ card })} choices={[{ value: 'yellow', label: s.cardYellow }, { value: 'red', label: s.cardRed }]} />
      {waits(rule.kind) && rule.after !== null && (
        <div className="pair">
          <TextField label={t.after} type="number" min={1} max={1000} value={String(rule.after.amount)} onChange={(n) => set({ after: { ...rule.after!, amount: Number(n) } })} />
          <ChoiceField label={t.unit} value={rule.after.unit} onChange={(unit) => set({ after: { ...rule.after!, unit } })} choices={units.map((value) => ({ value, label: t[value] }))} />
        </div>
      )}
      {isAboutClocks(rule.kind) && (
        <ChoiceField label={t.clock} none={t.allScope} required={false} value={rule.clock ?? ''} onChange={(clock) => set({ clock: clock || null })} choices={clocks.map((value) => ({ value, label: t[`clock_${value}`] }))} />
      )}
      <JointItemField label={t.jointItem} none={t.allScope} required={false} value={rule.jointItem ?? ''} onChange={(code) => set({ jointItem: code || null })} />
      <TextField label={t.serviceItem} required={false} maxLength={60} value={rule.serviceItem ?? ''} onChange={(code) => set({ serviceItem: code.trim() || null })} />
    </FormDialog>
  );
}

export function TargetDialog({ answer, target: given, onSave, onClose }: { answer: RulesAnswer; target: Target; onSave: (target: Target) => void; onClose: () => void }) {
  const t = useTexts(oversightTexts);
  const [target, setTarget] = useState(given);
  const set = (change: Partial<Target>) => setTarget({ ...target, ...change });
  return (
    <FormDialog title={t.addTarget} submit={t.ruleSaved} onClose={onClose} onSubmit={async () => { onSave(target); onClose(); }}>
      <ChoiceField label={t.indicator} value={target.indicator} onChange={(indicator) => set({ indicator })} choices={answer.indicators.map((i) => ({ value: i.code, label: pick(i.name) }))} />
      <div className="pair">
        <TextField label={t.greenTo} type="number" value={String(target.green)} onChange={(n) => set({ green: Number(n) })} />
        <TextField label={t.yellowTo} type="number" value={String(target.yellow)} onChange={(n) => set({ yellow: Number(n) })} />
      </div>
      <JointItemField label={t.jointItem} none={t.allScope} required={false} value={target.jointItem ?? ''} onChange={(code) => set({ jointItem: code || null })} />
    </FormDialog>
  );
}
