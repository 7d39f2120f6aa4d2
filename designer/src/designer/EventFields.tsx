import { Button } from 'antd';
import { useId } from 'react';
import { addable, catches, kindsAt, mayBePlain, mayNotInterrupt, mayRepeat, type EventKind, type Position } from '../bpmn/eventKinds';
import type { OutlineEntry } from '../bpmn/outline';
import type { EventPart, Timer } from '../bpmn/reading';
import { isRootKind } from '../bpmn/roots';
import { FeelField } from '../feel/FeelField';
import { CheckField, ChoiceField, TextField } from '../parts/Field';
import { fill, useTexts } from '../shared/texts';
import { Fold } from './Fold';
import { useKnown } from './known';
import { panelTexts } from './panelTexts';
import type { PartProps } from './Properties';
import { RootField } from './RootFields';
import { runTexts } from './runTexts';

interface Props extends PartProps {
  outline: readonly OutlineEntry[];
}

/** What an event waits for or throws; each of several, where it has several. */
export function EventFields(props: Props) {
  const { handle, of } = props;
  const t = useTexts(runTexts);
  const position = of.position!;
  const kinds = of.events.map((part) => part.kind);
  const choices = (of_: readonly EventKind[]) => of_.map((kind) => ({ value: kind, label: t[`kind.${kind}`] }));
  const possible = kindsAt(position, of.isInTransaction);
  const more = addable(position, kinds, of.isInTransaction);
  const isAlone = of.events.length < 2;
  if (possible.length === 0 && of.events.length === 0) return null;
  return (
    <>
      <section>
        <h3>{t.event}</h3>
        {of.events.length === 0 && <ChoiceField label={t.eventKind} value="" none={t.plain} required={false} onChange={(kind) => kind !== '' && handle.setEventKinds(of.id, [kind as EventKind])} choices={choices(possible)} />}
        {of.events.map((part, index) => (
          <Several key={index} isAlone={isAlone} title={fill(t.eventNth, { n: index + 1 })}>
            <ChoiceField label={t.eventKind} value={part.kind} none={isAlone && mayBePlain(position) ? t.plain : undefined} choices={choices(possible)}
              onChange={(kind) => handle.setEventKindAt(of.id, index, kind === '' ? null : (kind as EventKind))} />
            <Definition {...props} part={part} index={index} position={position} />
            {!isAlone && <Button onClick={() => handle.setEventKindAt(of.id, index, null)}>{t.removeEvent}</Button>}
          </Several>
        ))}
        {mayNotInterrupt(position, kinds) && (
          <CheckField label={position === 'boundary' ? t.interruptsActivity : t.interruptsScope} checked={of.interrupts} onChange={(on) => handle.setInterrupts(of.id, on)} />
        )}
        {!isAlone && catches(position) && <CheckField label={t.parallelMultiple} checked={of.isParallelMultiple} onChange={(on) => handle.setParallelMultiple(of.id, on)} />}
        {more.length > 0 && (
          <Fold title={t.addEvent} isOpen={!isAlone}>
            <ChoiceField label={t.addEvent} value="" none={t.choose} required={false} choices={choices(more)}
              onChange={(kind) => kind !== '' && handle.setEventKinds(of.id, [...kinds, kind as EventKind])} />
          </Fold>
        )}
      </section>
      <CorrelationFields {...props} isThrown={!catches(position)} />
    </>
  );
}

/** One of several stands in a frame of its own. */
function Several({ isAlone, title, children }: { isAlone: boolean; title: string; children: React.ReactNode }) {
  return isAlone ? <>{children}</> : <fieldset className="mapping"><legend>{title}</legend>{children}</fieldset>;
}

function Definition({ handle, of, jointItem, outline, part, index, position }: Props & { part: EventPart; index: number; position: Position }) {
  const t = useTexts(runTexts);
  const known = useKnown(handle, jointItem);
  const { kind } = part;
  if (isRootKind(kind)) {
    const isCaughtCode = catches(position) && (kind === 'error' || kind === 'escalation');
    return (
      <>
        <RootField handle={handle} kind={kind} value={part.root} none={isCaughtCode ? t.catchAll : t.choose} required={!isCaughtCode} onChoose={(choice) => handle.setReference(of.id, index, kind, choice)} />
        {kind === 'error' && !catches(position) && <p className="quiet">{t.errorThrowHint}</p>}
      </>
    );
  }
  switch (kind) {
    case 'timer': return <TimerFields handle={handle} of={of} timer={part.timer!} index={index} position={position} />;
    case 'conditional':
      return <FeelField label={t.eventCondition} hint={t.eventConditionHint} value={part.condition} onChange={(text) => handle.setEventCondition(of.id, index, text)} known={known} />;
    case 'compensation':
      if (catches(position)) return position === 'boundary' ? <p className="quiet">{t.compensateHandler}</p> : null;
      return (
        <>
          <ChoiceField label={t.compensate} value={part.activity} none={t.compensateAll} required={false} onChange={(activity) => handle.setCompensation(of.id, index, { activity, waits: part.waits })}
            choices={outline.filter((e) => /(Task|SubProcess|Transaction|CallActivity)$/.test(e.type) && e.kind !== 'event').map((e) => ({ value: e.id, label: e.name || e.id }))} />
          <CheckField label={t.compensateWaits} checked={part.waits} onChange={(waits) => handle.setCompensation(of.id, index, { activity: part.activity, waits })} />
        </>
      );
    case 'link': return <LinkField handle={handle} of={of} outline={outline} part={part} index={index} />;
    case 'cancel': return <p className="quiet">{t.cancelHint}</p>;
    default: return <p className="quiet">{t.terminateHint}</p>;
  }
}

function TimerFields({ handle, of, timer, index, position }: Pick<PartProps, 'handle' | 'of'> & { timer: Timer; index: number; position: Position }) {
  const t = useTexts(panelTexts);
  const hints = { timeDuration: t.durationHint, timeDate: t.dateHint, timeCycle: t.cycleHint };
  const isRepeated = mayRepeat(position, of.interrupts) || timer.form === 'timeCycle';
  return (
    <>
      <ChoiceField label={t.timerForm} value={timer.form} onChange={(form) => handle.setTimer(of.id, index, { ...timer, form: form as Timer['form'] })}
        choices={[{ value: 'timeDuration', label: t.duration }, { value: 'timeDate', label: t.date }, ...(isRepeated ? [{ value: 'timeCycle', label: t.cycle }] : [])]} />
      <TextField label={t.timerText} value={timer.text} onChange={(text) => handle.setTimer(of.id, index, { ...timer, text })} hint={hints[timer.form]} />
    </>
  );
}

/** The names of the other links are offered, so that the two ends are written alike. */
function LinkField({ handle, of, outline, part, index }: Pick<Props, 'handle' | 'of' | 'outline'> & { part: EventPart; index: number }) {
  const t = useTexts(runTexts);
  const listId = useId();
  const names = new Set(outline.filter((e) => e.kind === 'link' && e.id !== of.id).flatMap((e) => handle.properties(e.id)?.events[0]?.link || []));
  return (
    <>
      <TextField label={t.linkName} value={part.link} onChange={(name) => handle.setLink(of.id, index, name)} list={listId} hint={t.linkHint} maxLength={100} />
      <datalist id={listId}>{[...names].map((name) => <option key={name} value={name} />)}</datalist>
    </>
  );
}

/** By which key a message finds who waits for it. */
export function CorrelationFields({ handle, of, jointItem, isThrown }: PartProps & { isThrown: boolean }) {
  const t = useTexts(runTexts);
  const known = useKnown(handle, jointItem);
  const given = of.correlation;
  if (given === null) return null;
  return (
    <section>
      <h3>{t.correlation}</h3>
      <FeelField label={t.key} hint={isThrown ? t.keyHintThrow : t.keyHintCatch} value={given.key} onChange={(key) => handle.setCorrelation(of.id, { ...given, key })} known={known} />
      {(isThrown || given.ttl !== '') && <TextField label={t.ttl} value={given.ttl} onChange={(ttl) => handle.setCorrelation(of.id, { ...given, ttl })} required={false} hint={t.ttlHint} maxLength={40} />}
    </section>
  );
}
