import { store } from './store';

/** Elder mode (适老化): larger text and targets, nothing that pops up by itself. */
export const elder = store<boolean>('elder', false);

export function setElder(on: boolean): void {
  elder.set(on);
  document.documentElement.toggleAttribute('data-elder', on);
}

export const useElder = (): boolean => elder.use();
