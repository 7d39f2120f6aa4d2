import type { Case, CaseTask } from '../api';
import type { caseTexts } from '../texts';

/** What somebody does with a case or a task, by the last word of its route. */
export type ActionName =
  | 'claim' | 'release' | 'opinion' | 'complete' | 'accept' | 'decline' | 'supplement-request' | 'decide' | 'conclude' | 'deliver'
  | 'urge' | 'reassign' | 'add-signer' | 'remove-signer' | 'supplement' | 'withdraw' | 'suspend' | 'resume' | 'extend' | 'due-date' | 'special-procedure' | 'special-procedure-end' | 'erase'
  | 'instant-check' | 'reconsider' | 'send-back' | 'withdraw-opinion' | 'delegate' | 'return' | 'recall' | 'copy'
  | 'check' | 'accept-deficiency' | 'commit' | 'hand-in-later' | 'verify' | 'terminate' | 'revoke';

type TextKey = keyof typeof caseTexts;

/** Names on the buttons, and what is told when it is done. */
export const actionTexts: Record<ActionName, { name: TextKey; done: TextKey }> = {
  claim: { name: 'doClaim', done: 'didClaim' },
  release: { name: 'doRelease', done: 'didRelease' },
  opinion: { name: 'doOpinion', done: 'didOpinion' },
  complete: { name: 'doComplete', done: 'didComplete' },
  accept: { name: 'doAccept', done: 'didAccept' },
  decline: { name: 'doDecline', done: 'didDecline' },
  'supplement-request': { name: 'doSupplementRequest', done: 'didSupplementRequest' },
  decide: { name: 'doDecide', done: 'didDecide' },
  conclude: { name: 'doConclude', done: 'didConclude' },
  deliver: { name: 'doDeliver', done: 'didDeliver' },
  urge: { name: 'doUrge', done: 'didUrge' },
  reassign: { name: 'doReassign', done: 'didReassign' },
  'add-signer': { name: 'doAddSigner', done: 'didAddSigner' },
  'remove-signer': { name: 'doRemoveSigner', done: 'didRemoveSigner' },
  supplement: { name: 'doSupplement', done: 'didSupplement' },
  withdraw: { name: 'doWithdraw', done: 'didWithdraw' },
  suspend: { name: 'doSuspend', done: 'didSuspend' },
  resume: { name: 'doResume', done: 'didResume' },
  extend: { name: 'doExtend', done: 'didExtend' },
  'due-date': { name: 'doDueDate', done: 'didDueDate' },
  'special-procedure': { name: 'doSpecial', done: 'didSpecial' },
  'special-procedure-end': { name: 'doSpecialEnd', done: 'didSpecialEnd' },
  erase: { name: 'doErase', done: 'didErase' },
  'instant-check': { name: 'doInstantCheck', done: 'didInstantCheck' },
  reconsider: { name: 'doReconsider', done: 'didReconsider' },
  'send-back': { name: 'doSendBack', done: 'didSendBack' },
  'withdraw-opinion': { name: 'doWithdrawOpinion', done: 'didWithdrawOpinion' },
  delegate: { name: 'doDelegate', done: 'didDelegate' },
  return: { name: 'doReturn', done: 'didReturn' },
  recall: { name: 'doRecall', done: 'didRecall' },
  copy: { name: 'doCopy', done: 'didCopy' },
  check: { name: 'doCheck', done: 'didCheck' },
  'accept-deficiency': { name: 'doDeficiency', done: 'didDeficiency' },
  commit: { name: 'doCommit', done: 'didCommit' },
  'hand-in-later': { name: 'doHandInLater', done: 'didHandInLater' },
  verify: { name: 'doVerify', done: 'didVerify' },
  terminate: { name: 'doTerminate', done: 'didTerminate' },
  revoke: { name: 'doRevoke', done: 'didRevoke' },
};

const onCase: readonly ActionName[] = ['accept-deficiency', 'commit', 'hand-in-later', 'terminate', 'revoke', 'supplement', 'withdraw', 'suspend', 'resume', 'extend', 'due-date', 'special-procedure', 'special-procedure-end', 'erase', 'copy'];
const known = (name: string): name is ActionName => name in actionTexts;

/** The work itself first, then claim or release. */
export function actionsOf(task: CaseTask | undefined): ActionName[] {
  const names = (task?.actions ?? []).filter(known);
  return [...names.filter((a) => a !== 'claim' && a !== 'release'), ...names.filter((a) => a === 'claim' || a === 'release')];
}

/** What belongs to the case as a whole; the rest stands at its task. */
export const caseActionsOf = (shown: Case): ActionName[] => shown.actions.filter(known).filter((a) => onCase.includes(a));

/** These end the task: the next one may come. */
export const finishes = (name: ActionName): boolean => !['claim', 'release', 'suspend', 'resume', 'extend', 'due-date', 'special-procedure', 'special-procedure-end', 'urge', 'reassign', 'add-signer', 'remove-signer', 'withdraw-opinion', 'delegate', 'recall', 'copy', 'commit', 'hand-in-later', 'revoke'].includes(name);

/** These are done at once, the others ask for something first. */
export const isDirect = (name: ActionName): boolean => name === 'claim' || name === 'release';

/** A click more for what cannot be taken back and asks for nothing else. */
export const tone = (name: ActionName): 'primary' | 'danger' | 'plain' =>
  ['decline', 'erase', 'terminate', 'revoke'].includes(name) ? 'danger' : ['opinion', 'accept', 'decide', 'conclude', 'deliver', 'complete', 'supplement', 'instant-check', 'reconsider', 'check', 'hand-in-later', 'verify'].includes(name) ? 'primary' : 'plain';

/** The case after a claim or a release, shown before the server has answered. */
export function afterClaim(shown: Case, taskId: number, name: 'claim' | 'release', account: string): Case {
  const other = name === 'claim' ? 'release' : 'claim';
  return {
    ...shown,
    tasks: shown.tasks.map((task) => task.taskId !== taskId ? task : {
      ...task,
      state: name === 'claim' ? 'claimed' : 'open',
      assignee: name === 'claim' ? account : null,
      actions: task.actions.map((a) => (a === name ? other : a)),
    }),
  };
}
