import { Button } from 'antd';
import { useState } from 'react';
import type { Drawing, Logic, PartType } from '../dmn/drawing';
import { CheckField, ChoiceField, TextField } from '../parts/Field';
import { fill, useTexts } from '../shared/texts';
import { decisionTexts } from './texts';

/** The parts of the drawing as a list, so that all of it can be made by keyboard. */
export function DrawnParts({ drawing, isOpen, onOpen, chosen, onChoose: setChosen }: {
  drawing: Drawing; isOpen: boolean; onOpen: (open: boolean) => void; chosen: string; onChoose: (id: string) => void;
}) {
  const t = useTexts(decisionTexts);
  const [type, setType] = useState<PartType>('Decision');
  const [name, setName] = useState('');
  const names: Record<PartType, string> = { Decision: t.aDecision, InputData: t.anInput, BusinessKnowledgeModel: t.aKnowledge, KnowledgeSource: t.aSource };
  const all = drawing.all();
  const one = all.find((p) => p.id === chosen);
  return (
    <details className="codes" open={isOpen} onToggle={(e) => onOpen(e.currentTarget.open)}>
      <summary>{t.drawnParts}</summary>
      <div className="bar bar-end">
        <ChoiceField label={t.newPart} value={type} onChange={(v) => setType(v as PartType)} choices={(Object.keys(names) as PartType[]).map((p) => ({ value: p, label: names[p] }))} />
        <TextField label={t.name} value={name} onChange={setName} maxLength={200} />
        <Button disabled={name.trim() === ''} onClick={() => { setChosen(drawing.add(type, name.trim())); setName(''); }}>{t.addPart}</Button>
      </div>
      <ChoiceField label={t.chosenPart} value={one ? chosen : ''} none={t.choosePart} onChange={setChosen} required={false} choices={all.map((p) => ({ value: p.id, label: `${p.name} · ${names[p.type]}` }))} />
      {one && (
        <div className="stack" key={one.id}>
          <PartName name={one.name} onName={(to) => drawing.rename(one.id, to)} />
          <fieldset className="choices">
            <legend>{t.requires}</legend>
            {all.filter((p) => p.id !== one.id && (one.requires.includes(p.id) || drawing.mayRequire(one.id, p.id))).map((p) => (
              <CheckField key={p.id} label={p.name} checked={one.requires.includes(p.id)} onChange={(on) => (on ? drawing.require(one.id, p.id) : drawing.unrequire(one.id, p.id))} />
            ))}
          </fieldset>
          <div className="bar">
            {(one.type === 'Decision' || one.type === 'BusinessKnowledgeModel') && (['table', 'expression', 'none'] as Logic[]).filter((l) => l !== 'table' || one.type === 'Decision').map((logic) => (
              <Button key={logic} onClick={() => setChosen(drawing.setLogic(one.id, logic))}>{{ table: t.logicTable, expression: t.logicText, none: t.logicNone }[logic]}</Button>
            ))}
            <Button danger onClick={() => { drawing.remove(one.id); setChosen(''); }}>{fill(t.removePart, { name: one.name })}</Button>
          </div>
        </div>
      )}
    </details>
  );
}

function PartName({ name, onName }: { name: string; onName: (name: string) => void }) {
  const t = useTexts(decisionTexts);
  const [text, setText] = useState(name);
  return <div onBlur={() => text.trim() !== '' && text !== name && onName(text.trim())}><TextField label={t.name} value={text} onChange={setText} maxLength={200} /></div>;
}
