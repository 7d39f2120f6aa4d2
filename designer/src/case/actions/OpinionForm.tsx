import { Button } from 'antd';
import { useState } from 'react';
import { useMine } from '../../shared/my';
import { fill, useTexts } from '../../shared/texts';
import type { Case, CaseTask, OpinionKind } from '../api';
import { useTaskTitle } from '../names';
import { caseTexts } from '../texts';
import { FormFrame } from './FormFrame';
import { OpinionFields } from './OpinionFields';
import { bodyOf, isBlank, noOpinion, wrongWith } from './opinion';
import type { Actions } from './useActions';

const all: readonly OpinionKind[] = ['positive', 'negative', 'conditional', 'advisory'];

/** Writes one opinion. What is half written is kept at every stroke, until it has been sent or thrown away. */
export function OpinionForm({ shown, task, actions }: { shown: Case; task: CaseTask; actions: Actions }) {
  const t = useTexts(caseTexts);
  const titleOf = useTaskTitle(shown);
  const [kept, setDraft, removeDraft] = useMine(`draft.opinion.${shown.caseId}.${task.taskId}`, noOpinion);
  const [asked, setAsked] = useState(false);
  const draft = kept.value;
  const wrong = asked ? wrongWith(draft) : null;
  const id = `opinion-${task.taskId}`;

  const send = async () => {
    setAsked(true);
    const found = wrongWith(draft);
    if (found !== null) {
      const field = found.field === 'reason' ? `#${id}-reason` : found.field === 'kind' ? `input[name="${id}-kind"]` : '.conditions input';
      document.querySelector<HTMLElement>(field)?.focus();
      return;
    }
    if (await actions.send('opinion', task.taskId, bodyOf(draft))) await removeDraft();
  };

  return (
    <FormFrame title={fill(t.opinionOn, { title: titleOf(task) })} submit={t.opinionSend} busy={actions.busy} error={actions.error} onSubmit={() => void send()} onCancel={actions.close}
      foot={<>
        {!isBlank(draft) && <Button onClick={() => void removeDraft()}>{t.draftDrop}</Button>}
        <span className="quiet" role="status">{isBlank(draft) ? '' : kept.saving === 'saved' ? t.draftSaved : kept.saving === 'here' ? t.savedHere : t.draftSaving}</span>
      </>}>
      <OpinionFields id={id} draft={draft} kinds={task.policy === 'advisory' ? ['advisory'] : all} wrong={wrong} onChange={setDraft} />
    </FormFrame>
  );
}
