// What was drawn and not yet saved, kept in this browser for the account, so that a crash or a closed page loses nothing.
export interface LocalCopy {
  xml: string;
  /** Revision of the draft that it was drawn from. */
  revision: number;
  at: string;
}

const nameOf = (account: string, key: string): string => `onego.designer.${account}.${key}`;

export function readCopy(account: string, key: string): LocalCopy | null {
  try {
    const kept = localStorage.getItem(nameOf(account, key));
    return kept === null ? null : (JSON.parse(kept) as LocalCopy);
  } catch {
    return null;
  }
}

/** False when the browser has no room for it. */
export function keepCopy(account: string, key: string, copy: LocalCopy): boolean {
  try {
    localStorage.setItem(nameOf(account, key), JSON.stringify(copy));
    return true;
  } catch {
    return false;
  }
}

export function forgetCopy(account: string, key: string): void {
  try {
    localStorage.removeItem(nameOf(account, key));
  } catch {
    // A browser without storage has nothing to forget.
  }
}
