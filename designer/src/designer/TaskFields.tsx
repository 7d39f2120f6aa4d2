import { Button } from 'antd';
import { useId } from 'react';
import { Link } from 'wouter';
import { FeelField } from '../feel/FeelField';
import { CheckField, TextField } from '../parts/Field';
import { fill, useTexts } from '../shared/texts';
import { useDefinitions } from './api';
import { CorrelationFields } from './EventFields';
import { useKnown } from './known';
import type { PartProps } from './Properties';
import { RootField } from './RootFields';
import { runTexts } from './runTexts';

/** FEEL that is evaluated, and where its value goes. */
export function ScriptFields({ handle, of, jointItem }: PartProps) {
  const t = useTexts(runTexts);
  const known = useKnown(handle, jointItem);
  const { body, format } = of.script!;
  const isForeign = format !== '' && !/feel/i.test(format);
  return (
    <section>
      <h3>{t.script}</h3>
      {isForeign && <p className="field-wrong"><span aria-hidden="true">▲ </span>{fill(t.scriptForeign, { format })}</p>}
      <FeelField label={t.scriptBody} hint={t.scriptHint} value={body} onChange={(text) => handle.setScript(of.id, text)} known={known} />
      <TextField label={t.scriptResult} value={of.result} onChange={(result) => handle.set(of.id, { 'approval:result': result.trim() })} required={false} hint={t.scriptResultHint} maxLength={100} />
    </section>
  );
}

/** The message that a task sends or waits for. */
export function MessageFields(props: PartProps) {
  const { handle, of } = props;
  const t = useTexts(runTexts);
  return (
    <>
      <section>
        <h3>{t.messageTask}</h3>
        <RootField handle={handle} kind="message" value={of.message ?? ''} none={t.choose} onChoose={(choice) => handle.setReference(of.id, 0, 'message', choice)} />
        {of.instantiates !== null && <CheckField label={t.instantiates} checked={of.instantiates} onChange={(on) => handle.set(of.id, { instantiate: on || undefined })} />}
      </section>
      <CorrelationFields {...props} isThrown={of.type === 'bpmn:SendTask'} />
    </>
  );
}

/** A process or global task of the file, or a published definition. */
export function CallFields({ handle, of, definition }: PartProps & { definition: string }) {
  const t = useTexts(runTexts);
  const listId = useId();
  const published = useDefinitions().data?.filter((d) => d.versions.length > 0 && d.key !== definition);
  const here = handle.callable();
  const called = of.calls ?? '';
  const inFile = here.find((p) => p.id === called);
  const isPublished = published?.find((d) => d.key === called);
  const isSelf = called !== '' && called === handle.process()?.id;
  const hint = isSelf ? t.calledSelf : inFile ? fill(t.calledHere, { name: inFile.name || inFile.id }) : isPublished ? fill(t.calledPublished, { name: isPublished.name ?? isPublished.key }) : null;
  return (
    <section>
      <h3>{t.call}</h3>
      <TextField label={t.called} value={called} onChange={(to) => handle.set(of.id, { calledElement: to.trim() })} list={listId} maxLength={100}
        hint={hint ?? (called === '' || published === undefined ? t.calledHint : <span className="field-wrong"><span aria-hidden="true">▲ </span>{t.calledUnknown}</span>)} />
      <datalist id={listId}>
        {here.filter((p) => p.id !== handle.process()?.id).map((p) => <option key={p.id} value={p.id}>{p.name || p.id}</option>)}
        {published?.map((d) => <option key={d.key} value={d.key}>{d.name ?? d.key}</option>)}
      </datalist>
      {inFile && !isSelf && <div className="bar"><Button onClick={() => handle.select(called)}>{t.showCalled}</Button></div>}
      {called === '' && <div className="bar"><Button onClick={() => handle.set(of.id, { calledElement: handle.addProcess(of.name || t.newProcess) })}>{t.addProcess}</Button></div>}
      {isPublished && !inFile && <p><Link href={`/designer/${encodeURIComponent(called)}`}>{t.openCalled}</Link></p>}
    </section>
  );
}
